import type { InboundMedia, MediaKind } from 'zalo-oa-sdk';
import type { Catalogue } from '../../src/catalog/index.ts';
import { handleEvent, type Incoming } from '../../src/conversation/handle-event.ts';
import type { ConversationDeps, Plan } from '../../src/conversation/plan.ts';
import { renderReply } from '../../src/conversation/render.ts';
import { serializeSession } from '../../src/conversation/session.ts';
import type { ModelDeps } from '../../src/language-model.ts';
import { maskSecrets } from '../../src/shared/secrets.ts';
import type { Resident, Team } from '../../src/storage/ports.ts';
import { loadScamCheck } from '../../src/understanding/scam/load.ts';
import { MORNING } from './manual-clock.ts';
import { fewPlaces } from './place-units.ts';
import { rootDir, shippedCatalogue } from './shipped-content.ts';
import type { Understanding } from '../../src/understanding/understand.ts';
import { shippedUnderstanding, understandingOf } from './shipped-understanding.ts';
import { LAN, OA, TEAM } from './storage-rows.ts';

/** One message as Zalo would be given it. */
export interface Said {
  readonly text: string;
  readonly buttons: readonly { readonly title: string; readonly payload?: string; readonly url?: string }[];
}

/** What one event changed and what was said. */
export interface Turn {
  readonly plan: Plan;
  readonly said: readonly Said[];
  /** Texts of all messages, one after the other. */
  readonly text: string;
}

/**
 * A conversation over the shipped catalogue without server or store: the session is written to JSON and read back
 * between two turns, and the resident's row is patched as the store does it.
 */
export interface Chat {
  readonly resident: Resident | undefined;
  now: number;
  say(text: string): Promise<Turn>;
  /** `link`: what Zalo shows with a link or a business card; of a picture the address. */
  send(kind: MediaKind, caption?: string, link?: Pick<InboundMedia, 'url' | 'title' | 'description'>): Promise<Turn>;
  event(incoming: Incoming): Promise<Turn>;
  /** Presses the last shown button with this title (or the last shown with this payload start). */
  press(title: string): Promise<Turn>;
  /** Payload of the last shown button with this title. */
  payloadOf(title: string): string;
}

const catalogue = shippedCatalogue();
const understanding = shippedUnderstanding();
const scams = loadScamCheck(rootDir);
const base = { oaId: OA, userId: LAN, at: MORNING, userIdByApp: 'app-1' };

function toSaid(message: object): Said {
  const { text, attachment } = message as {
    text?: string;
    attachment?: { payload: { buttons: { title: string; payload: unknown }[] } };
  };
  const buttons = (attachment?.payload.buttons ?? []).map(({ title, payload }) =>
    typeof payload === 'string' ? { title, payload } : { title, url: (payload as { url: string }).url },
  );
  return { text: text ?? '', buttons };
}

/** `known` = the resident has seen the notice and answered the consent question before. */
export function startChat(
  options: {
    readonly known?: boolean;
    readonly teams?: readonly Team[];
    readonly resident?: Partial<Resident>;
    /** Other flows and cards than the shipped ones. */
    readonly catalogue?: Catalogue;
    /** What a machine would read in the picture at an address. */
    readonly readPicture?: NonNullable<ConversationDeps['readPicture']>;
    /** What messages mean. Default: the shipped understanding, or one fitted to `catalogue`. */
    readonly understanding?: Understanding;
    /** What the operator's model would choose. */
    readonly chooseCards?: (text: string) => Promise<readonly string[] | undefined>;
    /** Everything that model would do. */
    readonly model?: ModelDeps;
  } = {},
): Chat {
  const teams = options.teams ?? [TEAM];
  const deps = {
    catalogue: options.catalogue ?? catalogue,
    understanding: options.understanding ?? (options.catalogue ? understandingOf(options.catalogue) : understanding),
    places: fewPlaces(),
    ...(options.chooseCards ? { chooseCards: options.chooseCards } : {}),
    ...options.model,
    ...(options.readPicture ? { readPicture: options.readPicture } : {}),
    checkScam: (text: string) => scams.check(text),
    findTeam: async (_oaId: string, code: string) => teams.find((team) => team.code === code),
  };
  let resident: Resident | undefined =
    (options.known ?? true)
      ? {
          oaId: OA,
          userId: LAN,
          createdAt: 0,
          lastInteractionAt: 0,
          noticeAt: 1,
          consent: 'no',
          userIdByApp: 'app-1',
          ...options.resident,
        }
      : undefined;
  let state: string | null = null;
  let version = 0;
  let shown: Said['buttons'] = [];

  const chat: Chat = {
    now: MORNING,
    get resident() {
      return resident;
    },
    async event(incoming) {
      const plan = await handleEvent(deps, incoming, { resident, session: { version, state } }, chat.now);
      const said = plan.replies.flatMap((reply) => renderReply(reply, catalogue.messages.chooseHint)).map(toSaid);
      if (plan.erase) {
        resident = undefined;
        state = null;
      } else {
        const patched = {
          ...(resident ?? { oaId: OA, userId: LAN, createdAt: chat.now, lastInteractionAt: 0 }),
          ...plan.patch,
        };
        resident = Object.fromEntries(
          Object.entries(patched).filter(([, value]) => value !== null && value !== undefined),
        ) as unknown as Resident;
        state = serializeSession(plan.session);
      }
      version += 1;
      shown = [...said.flatMap(({ buttons }) => buttons), ...shown];
      return { plan, said, text: said.map(({ text }) => text).join('\n---\n') };
    },
    say(text) {
      const masked = maskSecrets(text);
      const secrets = masked.kinds.length > 0 ? { secrets: masked.kinds } : {};
      return chat.event({ ...base, type: 'text', text: masked.text, msgId: 'm', ...secrets });
    },
    send(kind, caption, link) {
      const media: InboundMedia = {
        ...base,
        type: 'media',
        kind,
        msgId: 'm',
        ...(caption === undefined ? {} : { caption }),
        ...link,
      };
      return chat.event(media);
    },
    payloadOf(title) {
      const payload = shown.find((button) => button.title === title)?.payload;
      if (payload === undefined)
        throw new Error(`no button "${title}" was shown; shown: ${shown.map((button) => button.title).join(' | ')}`);
      return payload;
    },
    press: (title) => chat.say(chat.payloadOf(title)),
  };
  return chat;
}

/** An event about the resident of the chat with other fields than text or media. */
export const anInbound = (fields: Record<string, unknown>): Incoming => ({ ...base, ...fields }) as unknown as Incoming;
