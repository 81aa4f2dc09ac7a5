import type { FastifyInstance } from 'fastify';
import type { Emulator } from '../emulator.ts';
import { applyChatRules } from './chat-input.ts';

/**
 * Recording for the chat page and for scripts, under `/api`: start, stop, and the recording so far or the last one. Every
 * answer is the recording with `isRecording` beside it, and a file that `replay` takes. JSON rules as in the chat's
 * endpoints.
 */
export async function recordingApiRoutes(
  fastify: FastifyInstance,
  { emulator: { recorder } }: { emulator: Emulator },
): Promise<void> {
  applyChatRules(fastify);

  const answer = () => ({ ...recorder.current(), isRecording: recorder.isRecording() });

  fastify.get('/api/recording', async () => answer());
  fastify.post('/api/recording/start', async () => {
    recorder.start();
    return answer();
  });
  fastify.post('/api/recording/stop', async () => {
    recorder.stop();
    return answer();
  });
}
