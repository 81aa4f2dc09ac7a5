import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ResidentInput } from 'zalo-emulator';
import { createGroupBench } from './group-bench.ts';
import type { GroupBench } from './group-bench.ts';

interface Sample {
  readonly event: string;
  readonly variant?: string;
  readonly payload: unknown;
}

const samples = readFileSync(new URL('../../fixtures/zalo-webhook-samples.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Sample);

/** Keys in their order with the type of each value; of a list, its first entry. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([key, held]) => [key, shapeOf(held)]);
}

function sampleOf(event: string, variant?: string): Sample {
  const sample = samples.find((candidate) => candidate.event === event && candidate.variant === variant);
  if (sample === undefined) throw new Error(`no sample of ${event}`);
  return sample;
}

const bytes = (ascii: string) => Buffer.from(ascii, 'latin1');

/** One input for each kind of event, by the end of the event's name. */
const inputs: Readonly<Record<string, ResidentInput>> = {
  text: { kind: 'text', text: 'Xin chào' },
  image: { kind: 'image', bytes: bytes('\x89PNG'), name: 'a.png' },
  link: { kind: 'link', url: 'https://dichvucong.gov.vn/', description: 'Cổng Dịch vụ công quốc gia' },
  audio: { kind: 'voice', bytes: bytes('OggS'), name: 'a.ogg' },
  location: { kind: 'location', latitude: '11.5', longitude: '106.8' },
  video: { kind: 'video', bytes: bytes('....ftyp'), name: 'a.mp4' },
  business_card: { kind: 'business_card', phone: '84900000001' },
  sticker: { kind: 'sticker', stickerId: 'cam-on' },
  gif: { kind: 'image', bytes: bytes('GIF8'), name: 'a.gif' },
  file: { kind: 'file', bytes: bytes('%PDF'), name: 'giay-khai-sinh.pdf' },
};

async function benchWithGroup() {
  const bench = await createGroupBench();
  const groupId = await bench.found();
  return { bench, groupId };
}

/** What brings about each event of the group. */
const causes: Readonly<Record<string, (bench: GroupBench, groupId: string) => unknown>> = {
  create_group: () => undefined,
  update_group_info: (bench, groupId) => bench.post('group/updateinfo', { group_id: groupId, join_appr: true }),
  delete_group: (bench, groupId) => bench.post('group/delete', { group_id: groupId }),
  user_join_group: (bench, groupId) => bench.emulator.inGroup.join(groupId, bench.nam),
  user_out_group: (bench, groupId) => bench.emulator.inGroup.leave(groupId, bench.tu),
  user_request_join_group: (bench, groupId) => bench.emulator.inGroup.requestJoin(groupId, bench.nam),
  accept_request_join_group(bench, groupId) {
    bench.emulator.inGroup.requestJoin(groupId, bench.nam);
    bench.emulator.inGroup.approve(groupId, [bench.nam]);
  },
  reject_request_join_group(bench, groupId) {
    bench.emulator.inGroup.requestJoin(groupId, bench.nam);
    bench.emulator.inGroup.decline(groupId, [bench.nam]);
  },
  add_group_admin: (bench, groupId) =>
    bench.post('group/addadmins', { group_id: groupId, member_user_ids: [bench.tu] }),
  remove_group_admin: (bench, groupId) =>
    bench.post('group/removeadmins', { group_id: groupId, member_user_ids: [bench.tu] }),
};

describe('events of the group', () => {
  it.each(Object.entries(causes))('%s has the keys of the sample, in its order', async (name, cause) => {
    const { bench, groupId } = await benchWithGroup();
    await cause(bench, groupId);
    const [event, ...more] = await bench.eventsNamed(name);
    expect(shapeOf(event)).toEqual(shapeOf(sampleOf(name).payload));
    expect(event).toMatchObject({ group_id: groupId, oa_id: bench.emulator.options.oaId });
    expect(more).toEqual([]);
  });
});

describe('messages in the group', () => {
  it.each(Object.entries(inputs))(
    'user_send_group_%s has the keys of the sample, in its order',
    async (kind, input) => {
      const { bench, groupId } = await benchWithGroup();
      const message = bench.emulator.inGroup.send(groupId, bench.tu, input);
      const [event] = await bench.eventsNamed(`user_send_group_${kind}`);
      expect(shapeOf(event)).toEqual(shapeOf(sampleOf(`user_send_group_${kind}`).payload));
      expect(event).toMatchObject({
        sender: { id: bench.tu },
        recipient: { id: groupId },
        message: { msg_id: message.id },
      });
      expect(event?.['user_id_by_app']).toBe(bench.emulator.residents().find(({ id }) => id === bench.tu)?.idByApp);
    },
  );

  it.each(Object.entries(inputs))('oa_send_group_%s has the keys of the sample, in its order', async (kind, input) => {
    const { bench, groupId } = await benchWithGroup();
    bench.emulator.inGroup.sendAsOa(groupId, input);
    const [event] = await bench.eventsNamed(`oa_send_group_${kind}`);
    expect(shapeOf(event)).toEqual(shapeOf(sampleOf(`oa_send_group_${kind}`).payload));
    expect(event).toMatchObject({ sender: { id: bench.emulator.options.oaId }, recipient: { id: groupId } });
  });

  it('a quoting text has the keys of its sample', async () => {
    const { bench, groupId } = await benchWithGroup();
    const first = bench.emulator.inGroup.send(groupId, bench.ba, { kind: 'text', text: 'Hỏi' });
    bench.emulator.inGroup.send(groupId, bench.tu, { kind: 'text', text: 'Đáp', quotedMessageId: first.id });
    const [, event] = await bench.eventsNamed('user_send_group_text');
    expect(shapeOf(event)).toEqual(shapeOf(sampleOf('user_send_group_text', 'with quote').payload));
    expect(event?.['message'].quote_msg_id).toBe(first.id);
  });

  it('a business card carries the phone in a JSON string with escaped slashes', async () => {
    const { bench, groupId } = await benchWithGroup();
    bench.emulator.inGroup.send(groupId, bench.tu, { kind: 'business_card', phone: '84900000001' });
    const [event] = await bench.eventsNamed('user_send_group_business_card');
    const description = event?.['message'].attachments[0].payload.description;
    expect(description).toContain(String.raw`https:\/\/`);
    expect(JSON.parse(description)).toMatchObject({ phone: '84900000001' });
  });

  it('the echo leaves user_id_by_app out where the setting says so', async () => {
    const bench = await createGroupBench({ settings: { groupEchoHasAppUser: false } });
    bench.emulator.inGroup.sendAsOa(await bench.found(), { kind: 'text', text: 'A' });
    const [event] = await bench.eventsNamed('oa_send_group_text');
    expect(event).not.toHaveProperty('user_id_by_app');
  });
});

it('events of one group keep their order while the webhook is slow; another group does not wait', async () => {
  const bench = await createGroupBench();
  const first = await bench.found();
  const second = await bench.found([bench.ba], { asset_id: '326e977e4d3da4630050' });
  await bench.clearPosts();
  const releases: Array<() => void> = [];
  bench.answerWith(async ({ rawBody }) => {
    if (rawBody.includes(first)) await new Promise<void>((resolve) => releases.push(resolve));
    return { outcome: 'answered', status: 200 };
  });
  const { inGroup } = bench.emulator;
  inGroup.send(first, bench.tu, { kind: 'text', text: 'một' });
  inGroup.leave(first, bench.tu);
  inGroup.sendAsOa(first, { kind: 'text', text: 'hai' });
  inGroup.send(second, bench.ba, { kind: 'text', text: 'khác' });
  await new Promise((resolve) => setImmediate(resolve));
  expect(bench.posts.map(({ rawBody }) => JSON.parse(rawBody).event_name)).toEqual([
    'user_send_group_text',
    'user_send_group_text',
  ]);
  while (releases.length > 0) {
    releases.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const ofFirst = bench.posts.filter(({ rawBody }) => rawBody.includes(first));
  expect(ofFirst.map(({ rawBody }) => JSON.parse(rawBody).event_name)).toEqual([
    'user_send_group_text',
    'user_out_group',
    'oa_send_group_text',
  ]);
});
