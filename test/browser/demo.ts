import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/shared/logger.ts';
import { makeTempDir } from '../support/temp-dir.ts';

/** The demo as `npm start` runs it without credentials: the real bot behind the emulator's chat page at `/`. */
export interface Demo {
  /** Address of the chat page. */
  readonly url: string;
  readonly app: App;
  /** The data folder of this demo alone. */
  readonly dataDir: string;
  /** Stops it and removes its data. */
  close(): Promise<void>;
}

/** Starts the demo in this process, on a free port, with an empty data folder. */
export async function startDemo(): Promise<Demo> {
  const folder = makeTempDir();
  const config = readConfig({ PORT: '0', DATA_DIR: folder.dir, LOG_LEVEL: 'silent' });
  const app: App = await startApp({ config, logger: createLogger({ level: config.logLevel }) });
  return {
    url: app.url,
    app,
    dataDir: folder.dir,
    async close() {
      await app.close();
      folder[Symbol.dispose]();
    },
  };
}
