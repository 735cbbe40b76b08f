/** The logger of the simulated core. */

/** Receives one line per event; a pino logger fits. */
export interface SimulatorLogger {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

const nothing = () => undefined;

/** A logger that drops everything. */
export const silentLogger: SimulatorLogger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
