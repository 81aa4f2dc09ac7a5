import type { FastifyInstance } from 'fastify';
import type { Emulator } from './emulator.ts';
import { chatApiRoutes } from './routes/chat-api.ts';
import { controlApiRoutes } from './routes/control-api.ts';
import { pageAssetRoutes, registerChatPage } from './routes/chat-page.ts';
import { groupApiRoutes } from './routes/group-api.ts';
import { liveRoutes } from './routes/live.ts';
import { mediaRoutes } from './routes/media.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { openApiRoutes } from './routes/open-api.ts';
import { peopleApiRoutes } from './routes/people-api.ts';
import { permissionRoutes } from './routes/permission.ts';
import { recordingApiRoutes } from './routes/recording-api.ts';

/** Options of {@link emulatorPlugin}. */
export interface EmulatorPluginOptions {
  readonly emulator: Emulator;
  /** Where the Zalo API and the page's endpoints go, e.g. `/emulator`. Default: none, for a server of its own. */
  readonly prefix?: string;
  /** Serve the chat page. Default true. */
  readonly chatPage?: boolean;
  /** Path of the chat page on the surrounding server, not under `prefix`. Default `/`. */
  readonly chatPath?: string;
}

async function registerEmulator(fastify: FastifyInstance, options: EmulatorPluginOptions): Promise<void> {
  const { emulator, prefix = '', chatPage = true, chatPath = '/' } = options;
  // Each group is its own scope: parsers and error handlers of Zalo's API must not leak into the bot's routes.
  for (const routes of [
    oauthRoutes,
    permissionRoutes,
    openApiRoutes,
    chatApiRoutes,
    controlApiRoutes,
    groupApiRoutes,
    peopleApiRoutes,
    recordingApiRoutes,
    liveRoutes,
    mediaRoutes,
  ]) {
    fastify.register(routes, { prefix, emulator });
  }
  if (!chatPage) return;
  fastify.register(pageAssetRoutes, { prefix });
  registerChatPage(fastify, chatPath, `${fastify.prefix}${prefix}`);
}

/**
 * The emulator as a Fastify 5 plugin.
 *
 * `server.register(emulatorPlugin, { prefix: '/emulator', emulator })` puts Zalo's API below `/emulator` and the chat page
 * at `/`. The plugin skips Fastify's own prefixing (`skip-override`), because the page and the API live at different places;
 * everything but the page is registered in scopes of its own.
 */
export const emulatorPlugin: typeof registerEmulator = Object.assign(registerEmulator, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'zalo-emulator',
});
