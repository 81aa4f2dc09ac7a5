import type { ChatMessage, LiveUpdate } from '../chat-model.ts';
import type { Group, GroupMessage } from '../features/groups/group-model.ts';
import { groupChange } from './group-change.ts';
import type { OaAct, OaContent, OaMedia } from './model.ts';
import type { StableNames } from './names.ts';

/** What {@link watchOa} reads of an emulator. */
export interface WatchedEmulator {
  residents(): readonly { readonly id: string }[];
  history(residentId: string): readonly ChatMessage[];
  readonly groups: {
    list(): readonly Group[];
    history(groupId: string): readonly GroupMessage[];
  };
  subscribe(listener: (update: LiveUpdate) => void): () => void;
}

/** Tells what the OA does until it is ended. */
export interface OaWatch {
  /** What changes while `run` runs is a person's doing, not the OA's. */
  during<T>(run: () => T): T;
  end(): void;
}

/** A broadcast is told once for each receiver. */
export type OaActTold = OaAct & { readonly messageId?: string };

/** Calls `onAct` for everything the OA does from now on, with the names given by `names`. */
export function watchOa(emulator: WatchedEmulator, names: StableNames, onAct: (act: OaActTold) => void): OaWatch {
  /** Reactions by message: one that is in here is known, so an update of it is a change and no new message. */
  const reactions = new Map<string, string>();
  const groups = new Map<string, Group>();
  let actingPeople = 0;

  const know = ({ id, reaction = '' }: { readonly id: string; readonly reaction?: string }) =>
    void reactions.set(id, reaction);
  for (const { id } of emulator.residents()) emulator.history(id).forEach(know);
  for (const group of emulator.groups.list()) {
    groups.set(group.id, group);
    emulator.groups.history(group.id).forEach(know);
  }

  function takeMessage(message: ChatMessage): void {
    const reactionBefore = reactions.get(message.id);
    know(message);
    const to = names.personName(message.residentId);
    if (reactionBefore !== undefined) {
      const { reaction: icon = '' } = message;
      if (actingPeople > 0 || icon === reactionBefore) return;
      onAct({ oa: 'reaction', to, on: names.message(message.id) ?? null, icon });
    } else if (message.from === 'oa') {
      names.hideMedia(message.media);
      const content = contentOf(message, names);
      if (message.kind === 'article') onAct({ oa: 'broadcast', to: [to], elements: content.elements ?? [] });
      else onAct({ oa: 'message', to, message: names.countMessage(message.id), ...content, messageId: message.id });
    }
  }

  function takeGroupMessage(message: GroupMessage): void {
    const isKnown = reactions.has(message.id);
    know({ id: message.id });
    if (isKnown || message.from !== 'oa' || actingPeople > 0) return;
    names.hideMedia(message.media);
    const number = names.countMessage(message.id);
    const group = names.groupName(message.groupId);
    onAct({ oa: 'groupMessage', group, message: number, ...contentOf(message, names), messageId: message.id });
  }

  function takeGroup(group: Group): void {
    const before = groups.get(group.id);
    if (group.status === 'dissolved') groups.delete(group.id);
    else groups.set(group.id, group);
    const name = names.group(group);
    if (actingPeople > 0) return;
    const change = groupChange(before, group, names.personName);
    if (change !== undefined) onAct({ oa: 'groupChange', group: name, change });
  }

  const unsubscribe = emulator.subscribe((update) => {
    if (update.type === 'message') takeMessage(update.message);
    else if (update.type === 'group-message') takeGroupMessage(update.message);
    else if (update.type === 'group') takeGroup(update.group);
  });

  return {
    during(run) {
      actingPeople += 1;
      try {
        return run();
      } finally {
        actingPeople -= 1;
      }
    },
    end: unsubscribe,
  };
}

function contentOf(message: ChatMessage | GroupMessage, names: StableNames): OaContent {
  const { kind, text, buttons, elements, media, quotedMessageId } = message;
  const hide = <T>(value: T) => mapTexts(value, names.hideIds);
  return {
    kind,
    ...(text === undefined ? {} : { text: hide(text) }),
    ...(buttons === undefined ? {} : { buttons: hide(buttons) }),
    // the link of an article contains its id
    ...(elements === undefined
      ? {}
      : { elements: hide(kind === 'article' ? elements.map(({ url: _url, ...rest }) => rest) : elements) }),
    ...(media === undefined ? {} : { media: hide(mediaOf(media)) }),
    ...(quotedMessageId === undefined ? {} : { quotes: names.message(quotedMessageId) ?? null }),
  };
}

function mediaOf({ mimeType, name, url, stickerId }: OaMedia): OaMedia {
  return {
    ...(mimeType === undefined ? {} : { mimeType }),
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url }),
    ...(stickerId === undefined ? {} : { stickerId }),
  };
}

/** The same plain JSON with every text in it changed. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((entry: unknown) => mapTexts(entry, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, mapTexts(held, change)])) as T;
}
