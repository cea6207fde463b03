package crosscheck.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Clocks of CPU time, nanoseconds. Unlike wall time it does not grow when others use the machine.
 */
final class Cpu {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Cpu() {}

  /** Of the calling thread. */
  static long thread() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Of the whole process: also of the threads that collect garbage and compile. Ticks of 10 ms. */
  static long process() {
    return SYSTEM.getProcessCpuTime();
  }

  /** One-minute load average of the machine. */
  static double load() {
    return SYSTEM.getSystemLoadAverage();
  }
}
