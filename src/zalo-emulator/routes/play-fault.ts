import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../api-answers.ts';
import type { Emulator } from '../emulator.ts';
import type { Fault } from '../fault-switches.ts';

/** What a fault made of the answer, for the call log: HTTP status (0 = none came) and the JSON, if it was JSON. */
export interface PlayedFault {
  readonly status: number;
  readonly answer: unknown;
}

const badGateway = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** Answers a call as the fault demands instead of with its result. */
export function playFault(emulator: Emulator, request: FastifyRequest, reply: FastifyReply, fault: Fault): PlayedFault {
  const drop = () => void request.raw.socket.destroy();
  switch (fault.kind) {
    case 'html502':
      reply.code(502).type('text/html').send(badGateway);
      return { status: 502, answer: undefined };
    case 'errorReply': {
      const answer = refuse(fault.code);
      reply.header('content-type', emulator.options.settings.answerContentType).send(JSON.stringify(answer));
      return { status: 200, answer };
    }
    case 'refused':
    case 'lostTokenAnswer':
      reply.hijack();
      drop();
      return { status: 0, answer: undefined };
    case 'hang':
      reply.hijack();
      emulator.options.schedule(drop, emulator.options.settings.hangMs);
      return { status: 0, answer: undefined };
  }
}
