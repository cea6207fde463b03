/** Tests of the simulated network: no sleeps, every clock is a value. */
package crosscheck.testnet;
