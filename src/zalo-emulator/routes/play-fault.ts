import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../api-answers.ts';
import type { Emulator } from '../emulator.ts';
import type { Fault } from '../fault-switches.ts';

const badGateway = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** Answers a call as the fault demands instead of with its result. */
export function playFault(
  emulator: Emulator,
  request: FastifyRequest,
  reply: FastifyReply,
  fault: Fault,
): FastifyReply {
  const drop = () => void request.raw.socket.destroy();
  switch (fault.kind) {
    case 'html502':
      return reply.code(502).type('text/html').send(badGateway);
    case 'errorReply':
      return reply.send(refuse(fault.code));
    case 'refused':
      reply.hijack();
      drop();
      return reply;
    case 'hang':
      reply.hijack();
      emulator.options.schedule(drop, emulator.options.settings.hangMs);
      return reply;
  }
}
