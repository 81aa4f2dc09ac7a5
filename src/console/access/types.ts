import type { FastifyRequest } from 'fastify';
import type { Actor } from '../permissions.ts';

/** How far a browser has come: everything but its own sign-in pages is shut until `complete`. */
export type SignInStage = 'complete' | 'second-factor' | 'set-up-second-factor' | 'change-password';

/** Whose browser it is. */
export interface SignedIn {
  readonly actor: Actor;
  /** SHA-256, hex, of the session's id: what the store knows. */
  readonly sessionHash: string;
  readonly stage: SignInStage;
}

/** Who asks: the one door of pages, forms and API. */
export interface Access {
  /** The browser's session; undefined when there is none, or it has run out, or its account is disabled. */
  actorOf(request: FastifyRequest): Promise<SignedIn | undefined>;
  /** Stands in every form; bound to the session, worthless in another. */
  csrfToken(signedIn: SignedIn): string;
  /** Whether a form was sent by the console itself: its token, and what the browser says of its origin. */
  isCsrfValid(signedIn: SignedIn, token: string | undefined, request: FastifyRequest): boolean;
  /** The account behind `Authorization: Bearer <key>`, with the key's scopes; undefined for no usable key. */
  actorOfKey(request: FastifyRequest): Promise<Actor | undefined>;
}
