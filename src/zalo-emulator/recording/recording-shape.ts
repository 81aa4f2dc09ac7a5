import * as z from 'zod';
import { faultSwitchesShape } from '../fault-shapes.ts';
import { RECORDING_VERSION } from './model.ts';

/*
 * Strict everywhere: a recording is edited by hand, and a mistyped key would silently change what it checks.
 */

const name = z.string().min(1);
const text = z.string();
const number = z.int().nonnegative();
const reference = number.nullable();
const opt = z.exactOptional;

const traits = z.strictObject({
  ageYears: opt(z.number()),
  gender: opt(z.union([z.literal(1), z.literal(2)])),
  cityCode: opt(z.int()),
  platform: opt(z.union([z.literal(1), z.literal(2), z.literal(3)])),
});
const switches = {
  lockSendMsg: z.boolean(),
  joinAppr: z.boolean(),
  enableMsgHistory: z.boolean(),
  enableLinkJoin: z.boolean(),
};
const assetType = z.enum(['gmf10', 'gmf50', 'gmf100']);
const quotaType = z.enum(['sub_quota', 'purchase_quota', 'reward_quota']);
const asset = z.strictObject({
  type: assetType,
  quotaType,
  autoRenew: z.boolean(),
  validForMs: z.number(),
  group: opt(name),
});
const account = z.strictObject({
  type: z.union([z.literal(2), z.literal(4)]),
  name: text,
  isVerified: z.boolean(),
  packageName: text.nullable(),
  packageAllowsGroups: z.boolean(),
  zcaBalanceVnd: z.number().nullable(),
});
const settings = z.record(z.string(), z.unknown());
const eventSwitches = z.record(z.string(), z.boolean());

const start = z.strictObject({
  clockMs: z.number(),
  account,
  settings,
  eventSwitches,
  faults: faultSwitchesShape,
  residents: z.array(
    z.strictObject({
      name,
      follows: z.boolean(),
      interactedMsAgo: opt(z.number()),
      phone: opt(text),
      traits: opt(traits),
      refusalCode: opt(z.int()),
    }),
  ),
  groupAssets: z.array(asset),
  groups: z.array(
    z.strictObject({
      name,
      description: text,
      hasOa: z.boolean(),
      switches: z.strictObject(switches),
      members: z.array(name),
      admins: z.array(name),
      pending: z.array(z.strictObject({ person: name, how: z.enum(['invited', 'requested']) })),
    }),
  ),
  oaAdmins: z.array(name),
});

const file = { media: name, name };
const input = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text, quotes: opt(number) }),
  z.strictObject({ kind: z.literal('image'), ...file, text: opt(text) }),
  z.strictObject({ kind: z.literal('video'), ...file, text: opt(text) }),
  z.strictObject({ kind: z.literal('voice'), ...file }),
  z.strictObject({ kind: z.literal('file'), ...file }),
  z.strictObject({ kind: z.literal('sticker'), stickerId: text }),
  z.strictObject({ kind: z.literal('location'), latitude: text, longitude: text }),
  z.strictObject({ kind: z.literal('link'), url: text, description: text, thumbnailUrl: opt(text) }),
  z.strictObject({ kind: z.literal('business_card'), phone: text, thumbnailUrl: opt(text) }),
]);

const atMs = z.number();
const people = z.array(name);

function personStep<Does extends string, Rest extends z.ZodRawShape>(does: Does, rest: Rest) {
  return z.strictObject({ atMs, person: name, does: z.literal(does), ...rest });
}

function groupStep<Does extends string, Rest extends z.ZodRawShape>(does: Does, rest: Rest) {
  return z.strictObject({ atMs, group: name, does: z.literal(does), ...rest });
}

function deskStep<Does extends string, Rest extends z.ZodRawShape>(does: Does, rest: Rest) {
  return z.strictObject({ atMs, does: z.literal(does), ...rest });
}

/** One step of a recording. */
export const stepShape = z.discriminatedUnion('does', [
  personStep('send', { message: number, input }),
  personStep('press', {
    message: number,
    on: reference,
    button: z.strictObject({
      title: text,
      index: number,
      type: z.enum(['oa.query.show', 'oa.query.hide']),
      payload: text,
    }),
  }),
  personStep('follow', {}),
  personStep('unfollow', {}),
  personStep('block', {}),
  personStep('unblock', {}),
  personStep('clickChatNow', {}),
  personStep('withdraw', {}),
  personStep('markSeen', {}),
  personStep('call', {
    call: z.strictObject({ type: opt(z.enum(['AUDIO', 'VIDEO'])), durationMs: opt(z.number()) }),
  }),
  personStep('react', { on: number, icon: text }),
  personStep('submitInfo', {
    info: z.strictObject({
      ...{ name: text, phone: text, birthDate: opt(text), gender: opt(z.enum(['Nam', 'Nữ'])) },
      ...{ city: opt(text), district: opt(text), ward: opt(text), street: opt(text) },
    }),
  }),
  personStep('arrive', {}),
  personStep('become', { phone: opt(text), traits: opt(traits) }),
  personStep('refuseSends', { code: z.int().nullable() }),
  groupStep('sendToGroup', { person: name, message: number, input }),
  groupStep('sendAsOa', { message: number, input }),
  groupStep('join', { person: name }),
  groupStep('requestJoin', { person: name }),
  groupStep('leave', { person: name }),
  groupStep('approve', { people, by: opt(name) }),
  groupStep('decline', { people, by: opt(name) }),
  groupStep('setOaInGroup', { hasOa: z.boolean() }),
  groupStep('createGroup', { name: text, description: text, people, assetType }),
  groupStep('changeAsset', {
    change: z.strictObject({
      type: opt(assetType),
      quotaType: opt(quotaType),
      autoRenew: opt(z.boolean()),
      validForMs: opt(z.number()),
    }),
  }),
  deskStep('advanceClock', { ms: z.number().nonnegative() }),
  deskStep('setClock', { toMs: z.number() }),
  deskStep('setFaults', { faults: faultSwitchesShape }),
  deskStep('setEventSwitches', { eventSwitches }),
  deskStep('changeAccount', { change: account.partial() }),
  deskStep('changeSettings', { change: settings }),
  deskStep('addAsset', { asset }),
  deskStep('setOaAdmins', { people }),
  deskStep('wait', { ms: z.number().nonnegative() }),
]);

const payload = z.union([
  text,
  z.strictObject({ url: text }),
  z.strictObject({ phone_code: text }),
  z.strictObject({ content: text, phone_code: text }),
]);
const element = z.strictObject({ title: text, subtitle: opt(text), imageUrl: opt(text), url: opt(text) });
const content = {
  kind: text,
  text: opt(text),
  buttons: opt(z.array(z.strictObject({ title: text, type: text, payload }))),
  elements: opt(z.array(element)),
  media: opt(z.strictObject({ mimeType: opt(text), name: opt(text), url: opt(text), stickerId: opt(text) })),
  quotes: opt(reference),
};

/** One act of the OA. */
export const oaActShape = z.discriminatedUnion('oa', [
  z.strictObject({ atMs, oa: z.literal('message'), to: name, message: number, ...content }),
  z.strictObject({ atMs, oa: z.literal('broadcast'), to: people, elements: z.array(element) }),
  z.strictObject({ atMs, oa: z.literal('reaction'), to: name, on: reference, icon: text }),
  z.strictObject({ atMs, oa: z.literal('groupMessage'), group: name, message: number, ...content }),
  z.strictObject({
    ...{ atMs, oa: z.literal('groupChange'), group: name },
    change: z.strictObject({
      ...{ created: opt(z.literal(true)), name: opt(text), description: opt(text), avatarUrl: opt(text) },
      ...{ status: opt(z.enum(['enabled', 'disabled', 'dissolved'])) },
      switches: opt(z.strictObject(switches).partial()),
      ...{ joined: opt(people), left: opt(people), waiting: opt(people), turnedAway: opt(people) },
      ...{ madeAdmin: opt(people), noAdmin: opt(people) },
    }),
  }),
]);

/** The frame of a recording; events are read one by one, for a message that says which is wrong. */
export const recordingShape = z.strictObject({
  version: z.literal(RECORDING_VERSION),
  start,
  events: z.array(z.looseObject({})),
  media: z.record(z.string(), z.union([z.strictObject({ base64: z.base64() }), z.strictObject({ file: name })])),
  /** `GET /api/recording` says so beside the recording; a file saved from there has it too. */
  isRecording: opt(z.boolean()),
});
