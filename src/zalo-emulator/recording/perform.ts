import type { ChatMessage } from '../chat-model.ts';
import type { Emulator } from '../emulator.ts';
import { EmulatorError } from '../errors.ts';
import type { OaAccountState } from '../oa-account.ts';
import type { ResidentInput } from '../resident-actions.ts';
import type { DeskStep, GroupStep, PersonStep, PressedButton, RecordedInput, Recording, Step } from './model.ts';
import type { StableNames } from './names.ts';

/** What performing a step needs to know. */
export interface Stage {
  readonly emulator: Emulator;
  readonly names: StableNames;
  /** Bytes by their name in the recording. */
  readonly media: ReadonlyMap<string, Buffer>;
  /** Where the clock stood at the start, ms since 1970. */
  readonly startMs: number;
  /** The id in this run of a message of the recording; undefined when it did not come, `null` when it is from before. */
  messageId(message: number | null): string | undefined | null;
}

/** How a step went. */
export interface Performed {
  /** The button pressed, where its place or title is no longer the recorded one. */
  readonly pressed?: PressedButton;
}

/** A step that cannot be done as recorded; its message is a line of the report. */
export class StepError extends Error {}

/**
 * Does what a step says.
 *
 * @throws StepError when whom or what it is about is not there; EmulatorError when the emulator refuses it
 */
export function perform(stage: Stage, step: Exclude<Step, { does: 'wait' }>): Performed {
  if ('group' in step) performInGroup(stage, step);
  else if ('person' in step) return performByPerson(stage, step);
  else performAtDesk(stage, step);
  return {};
}

function performByPerson(stage: Stage, step: PersonStep): Performed {
  const { emulator, names } = stage;
  const { as } = emulator;
  if (step.does === 'arrive') {
    names.callPerson(emulator.createResident(step.person), step.person);
    return {};
  }
  const person = personId(names, step.person);
  switch (step.does) {
    case 'send':
      keepSent(names, as.send(person, toInput(stage, step.input)), step.message);
      break;
    case 'press':
      return press(stage, person, step);
    case 'call':
      as.call(person, step.call);
      break;
    case 'react':
      as.react(person, existing(stage, step.on), step.icon);
      break;
    case 'submitInfo':
      as.submitInfo(person, step.info);
      break;
    case 'become': {
      const { phone, traits } = step;
      const known = { ...(phone === undefined ? {} : { phone }), ...(traits === undefined ? {} : { traits }) };
      emulator.describeResident(person, known);
      break;
    }
    case 'refuseSends':
      emulator.refuseSendsTo(person, step.code ?? undefined);
      break;
    default:
      as[step.does](person);
  }
  return {};
}

/** The title decides, because a menu may have changed its order; the index only where nothing has that title. */
function press(
  stage: Stage,
  person: string,
  { on, button, message }: Extract<PersonStep, { does: 'press' }>,
): Performed {
  const { emulator, names } = stage;
  const meantId = stage.messageId(on);
  const chat = emulator.history(person).filter(({ from }) => from === 'oa');
  const meant = chat.find(({ id }) => id === meantId);
  const title = names.showIds(button.title);
  const places = [...(meant === undefined ? [] : [meant]), ...chat.toReversed()].map((shown) => ({
    shown,
    index: sendable(shown, ({ title: shownTitle }) => shownTitle === title),
  }));
  const place = places.find(({ index }) => index !== -1) ?? samePlace(meant, button.index);
  if (place === undefined) {
    if (meantId !== null) throw new StepError(`không còn nút «${button.title}» để bấm`);
    keepSent(names, emulator.as.send(person, { kind: 'text', text: names.showIds(button.payload) }), message);
    return {};
  }
  const { shown, index } = place;
  const found = shown.buttons?.[index];
  keepSent(names, emulator.as.press(person, shown.id, index), message);
  if (found?.type !== 'oa.query.show' && found?.type !== 'oa.query.hide') return {};
  const { type } = found;
  const pressed = { title: names.hideIds(found.title), index, type, payload: names.hideIds(found.payload) };
  return JSON.stringify(pressed) === JSON.stringify(button) ? {} : { pressed };
}

function samePlace(shown: ChatMessage | undefined, index: number) {
  const button = shown?.buttons?.[index];
  const isSendable = button?.type === 'oa.query.show' || button?.type === 'oa.query.hide';
  return shown !== undefined && isSendable ? { shown, index } : undefined;
}

function sendable({ buttons = [] }: ChatMessage, isMeant: (button: { readonly title: string }) => boolean): number {
  return buttons.findIndex((button) => button.type.startsWith('oa.query.') && isMeant(button));
}

function performInGroup(stage: Stage, step: GroupStep): void {
  const { emulator, names } = stage;
  const { groups, inGroup } = emulator;
  const idsOf = (people: readonly string[]) => people.map((person) => personId(names, person));
  if (step.does === 'createGroup') {
    const created = groups.create({
      ...{ name: step.name, description: step.description, memberIds: idsOf(step.people) },
      assetId: freeAsset(emulator, step.assetType),
    });
    names.callGroup(created, step.group);
    return;
  }
  const group = names.groupId(step.group);
  if (group === undefined) throw new StepError(`không có nhóm nào tên «${step.group}»`);
  switch (step.does) {
    case 'sendToGroup': {
      const sent = inGroup.send(group, personId(names, step.person), toInput(stage, step.input));
      keepSent(names, sent, step.message);
      break;
    }
    case 'sendAsOa':
      keepSent(names, inGroup.sendAsOa(group, toInput(stage, step.input)), step.message);
      break;
    case 'approve':
    case 'decline': {
      const by = step.by === undefined ? [] : [personId(names, step.by)];
      inGroup[step.does](group, idsOf(step.people), ...by);
      break;
    }
    case 'setOaInGroup':
      inGroup.setOaInGroup(group, step.hasOa);
      break;
    case 'changeAsset': {
      const { validForMs, ...rest } = step.change;
      const assetId = groups.find(group)?.asset.id;
      if (assetId === undefined) throw new StepError(`nhóm «${step.group}» không còn nữa`);
      const until = validForMs === undefined ? {} : { validThroughMs: emulator.clock.now() + validForMs };
      groups.changeAsset(assetId, { ...rest, ...until });
      break;
    }
    case 'join':
    case 'requestJoin':
    case 'leave':
      inGroup[step.does](group, personId(names, step.person));
  }
}

function freeAsset({ groups }: Emulator, type: Recording['start']['groupAssets'][number]['type']): string {
  const free = groups.assets().find((asset) => asset.type === type && asset.groupId === undefined);
  return (free ?? groups.addAsset({ type })).id;
}

function performAtDesk({ emulator, names, startMs }: Stage, step: Exclude<DeskStep, { does: 'wait' }>): void {
  const { clock } = emulator;
  switch (step.does) {
    case 'advanceClock':
      clock.advance(step.ms);
      break;
    case 'setClock':
      clock.setOffset(clock.offsetMs() + startMs + step.toMs - clock.now());
      break;
    case 'setFaults':
      emulator.setFaults(step.faults);
      break;
    case 'setEventSwitches':
      emulator.setEventSwitches(step.eventSwitches);
      break;
    case 'changeAccount': {
      const change = Object.entries(step.change).map(([key, value]) => [key, value ?? undefined]);
      emulator.account.update(Object.fromEntries(change) as Partial<OaAccountState>);
      break;
    }
    case 'changeSettings':
      emulator.updateSettings(step.change);
      break;
    case 'addAsset': {
      const { validForMs, group: _unused, ...rest } = step.asset;
      emulator.groups.addAsset({ ...rest, validThroughMs: clock.now() + validForMs });
      break;
    }
    case 'setOaAdmins':
      emulator.groups.setOaAdmins(step.people.map((person) => personId(names, person)));
  }
}

function personId(names: StableNames, person: string): string {
  const id = names.personId(person);
  if (id === undefined) throw new StepError(`không có ai tên «${person}»`);
  return id;
}

function existing(stage: Stage, message: number): string {
  const id = stage.messageId(message);
  if (typeof id === 'string') return id;
  throw new StepError(`không có tin số ${message}`);
}

function keepSent(names: StableNames, sent: Pick<ChatMessage, 'id' | 'media'>, message: number): void {
  names.callMessage(sent.id, message);
  names.hideMedia(sent.media);
}

function toInput({ names, media, messageId }: Stage, input: RecordedInput): ResidentInput {
  switch (input.kind) {
    case 'text': {
      const quoted = input.quotes === undefined ? undefined : messageId(input.quotes);
      const text = names.showIds(input.text);
      return { kind: 'text', text, ...(typeof quoted === 'string' ? { quotedMessageId: quoted } : {}) };
    }
    case 'image':
    case 'video': {
      const { kind, name, text } = input;
      const bytes = bytesOf(media, input.media);
      return { kind, bytes, name, ...(text === undefined ? {} : { text: names.showIds(text) }) };
    }
    case 'voice':
    case 'file':
      return { kind: input.kind, bytes: bytesOf(media, input.media), name: input.name };
    case 'sticker':
    case 'location':
    case 'link':
    case 'business_card':
      return input;
  }
}

function bytesOf(media: Stage['media'], name: string): Buffer {
  const bytes = media.get(name);
  if (bytes === undefined) throw new StepError(`bản ghi không có tệp «${name}»`);
  return bytes;
}

/** Why a step failed, for its line in the report. */
export function stepProblem(error: unknown): string {
  if (error instanceof StepError) return error.message;
  if (error instanceof EmulatorError) return `${error.code}: ${error.message}`;
  throw error;
}
