package crosscheck.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.stream.Stream;

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

  /**
   * Of a Postgres server on this machine: of all processes it has now. What those that have ended
   * took is not in it. Ticks of 10 ms.
   *
   * @param backend process id of one that serves a connection
   */
  static long postgres(long backend) {
    return ProcessHandle.of(backend)
        .flatMap(ProcessHandle::parent)
        .map(server -> Stream.concat(Stream.of(server), server.descendants()))
        .orElseThrow(() -> new IllegalStateException("Postgres is not on this machine"))
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .mapToLong(Duration::toNanos)
        .sum();
  }

  /** One-minute load average of the machine. */
  static double load() {
    return SYSTEM.getSystemLoadAverage();
  }
}
