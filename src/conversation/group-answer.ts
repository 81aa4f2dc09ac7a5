import { firstSentence, guideIntro } from '../catalog/guide-intro.ts';
import type { Team } from '../storage/ports.ts';
import { parseCommand } from '../understanding/commands.ts';
import { ASSISTANT_NAME } from '../handouts/index.ts';
import type { GroupCallEvent } from './group-call.ts';
import type { ConversationDeps } from './plan.ts';
import { guidePath, plainWords } from './share.ts';
import { shareText } from './share-text.ts';

/** What is said in a group: one message, a picture above it where the server has one to show. */
export interface GroupSaying {
  readonly text: string;
  readonly picture?: string;
}

const URGENT_PATH = '/h/khan-cap';
const CHOICES = 3;

/**
 * The answer to a call in a group: one card to read, or where to ask in private. Everybody there reads it, so it holds
 * nothing of anybody, repeats nothing that was written and does nothing that belongs to one person. undefined: silence,
 * for a hashtag that is the group's own.
 */
export function groupAnswer(
  deps: Pick<ConversationDeps, 'catalogue' | 'understanding' | 'publicPlace'>,
  call: Pick<GroupCallEvent, 'text' | 'isTag' | 'secrets'>,
  team: Team | undefined,
): GroupSaying | undefined {
  const said = answered(deps, call, team);
  if ((call.secrets?.length ?? 0) === 0) return said;
  const { groupSecret } = deps.catalogue.messages;
  return said ? { ...said, text: `${groupSecret}\n\n${said.text}` } : { text: groupSecret };
}

type Deps = Parameters<typeof groupAnswer>[0];

function answered(
  deps: Deps,
  { text, isTag }: Pick<GroupCallEvent, 'text' | 'isTag'>,
  team?: Team,
): GroupSaying | undefined {
  const { messages } = deps.catalogue;
  const lines = (...parts: readonly string[]): GroupSaying => ({
    text: parts.filter((part) => part !== '').join('\n'),
  });
  if (text === '') return lines(messages.groupUnknown, askLine(deps, team));
  if (parseCommand(text)) return lines(messages.groupPrivate, askLine(deps, team));
  const meaning = deps.understanding.understand(text);
  if (meaning.decision === 'emergency') return lines(messages.groupEmergency, addressOf(deps, URGENT_PATH));
  if (meaning.decision === 'answer') {
    const isOwnTag = isTag && !/\s/u.test(text) && meaning.hit.confidence < 1;
    return isOwnTag ? undefined : card(deps, meaning.hit.entry.id, team);
  }
  if (isTag) return undefined;
  if (meaning.decision !== 'clarify') return lines(messages.groupUnknown, askLine(deps, team));
  const titles = meaning.hits.slice(0, CHOICES).map(({ entry }) => {
    const address = addressOf(deps, guidePath(entry.id, team));
    return [`- ${plainWords(entry.title)}`, ...(address === '' ? [] : [address])].join(': ');
  });
  return lines(messages.groupUnsure, ...titles, askLine(deps, team));
}

function card(deps: Deps, id: string, team?: Team): GroupSaying | undefined {
  const guide = guideIntro(deps.catalogue, id);
  if (!guide) return undefined;
  const address = addressOf(deps, guidePath(id, team));
  const text = shareText(
    {
      title: plainWords(guide.title),
      lead: firstSentence(plainWords(guide.lead)),
      ...(address === '' ? {} : { address }),
    },
    { readMore: deps.catalogue.messages.shareReadMore, ask: askLine(deps, team) },
  );
  return { text, picture: guide.kind === 'card' ? `cover:${id}` : `topic:${guide.topic}` };
}

function addressOf({ publicPlace }: Deps, path: string): string {
  const base = publicPlace?.address();
  return base === undefined ? '' : `${base}${path}`;
}

/** Where to write in private; Zalo's own address of the OA, because no link can carry words. */
function askLine({ catalogue, publicPlace }: Deps, team?: Team): string {
  const { groupAsk, groupAskTeam } = catalogue.messages;
  const values: Readonly<Record<string, string>> = {
    tên: publicPlace?.oaName ?? ASSISTANT_NAME,
    mã: team?.code ?? '',
  };
  const sentence = (team ? groupAskTeam : groupAsk).replace(
    /\{([^{}]+)\}/gu,
    (whole, name: string) => values[name] ?? whole,
  );
  return publicPlace?.oaId === undefined ? sentence : `${sentence} https://zalo.me/${publicPlace.oaId}`;
}
