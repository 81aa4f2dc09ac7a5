import { describe, expect, it } from 'vitest';
import type { EmulatorOptions, ResidentTraits } from 'zalo-emulator';
import { post, reopen } from './api-calls.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, createWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const [bacBa, coTu, anhNam] = ['3691470258369147001', '3691470258369147002', '3691470258369147003'] as const;

const article = {
  type: 'normal',
  title: 'Bài tuần này',
  author: 'Sở KH&CN',
  cover: { cover_type: 'photo', photo_url: 'https://a.vn/bia.jpg' },
  description: 'Nộp hồ sơ trực tuyến',
  body: [{ type: 'text', content: 'Bước một' }],
  status: 'show',
};

const elementsOf = (ids: readonly string[]) => ids.map((id) => ({ media_type: 'article', attachment_id: id }));

function broadcast(bench: Workbench, articleIds: readonly string[], target: object = { gender: '0' }) {
  return post(bench, '/v2.0/oa/message', {
    recipient: { target },
    message: {
      attachment: { type: 'template', payload: { template_type: 'media', elements: elementsOf(articleIds) } },
    },
  });
}

async function publish(bench: Workbench, change: object = {}): Promise<string> {
  const { data } = await post(bench, '/v2.0/article/create', { ...article, ...change });
  await bench.advance(3000);
  return (await post(bench, '/v2.0/article/verify', { token: data.token }))['data'].id;
}

/** Bác Ba and Cô Tư follow, Anh Năm does not; one article is ready. */
async function openBench(options: EmulatorOptions = {}) {
  const bench = await createWorkbench({ accessTokenTtlMs: 90 * DAY_MS, ...options });
  for (const id of [bacBa, coTu]) bench.emulator.as.follow(id);
  const articleId = await publish(bench);
  await bench.emulator.idle();
  bench.posts.length = 0;
  return { bench, articleId };
}

async function received(bench: Workbench): Promise<Record<string, number>> {
  await bench.emulator.idle();
  return Object.fromEntries(
    bench.emulator
      .residents()
      .map(({ id, name }) => [name, bench.emulator.history(id).filter(({ kind }) => kind === 'article').length]),
  );
}

describe('a broadcast', () => {
  it.each([2, 4] as const)('reaches the followers of an OA of type %d, without an echo for each', async (oaType) => {
    const { bench, articleId } = await openBench({ oaType });
    expect(await broadcast(bench, [articleId])).toEqual({
      data: { message_id: expect.stringMatching(/^message-/) },
      error: 0,
      message: 'Success',
    });
    expect(await received(bench)).toEqual({ 'Bác Ba': 1, 'Cô Tư': 1, 'Anh Năm': 0 });
    expect(bench.emulator.history(bacBa).at(-1)).toMatchObject({
      from: 'oa',
      elements: [
        {
          title: 'Bài tuần này',
          subtitle: 'Nộp hồ sơ trực tuyến',
          imageUrl: 'https://a.vn/bia.jpg',
          url: expect.stringContaining(articleId),
        },
      ],
    });
    expect(bench.posts).toEqual([]);
  });

  it('passes over whoever has blocked the OA', async () => {
    const { bench, articleId } = await openBench();
    bench.emulator.refuseSendsTo(coTu, -217);
    await broadcast(bench, [articleId]);
    expect(await received(bench)).toMatchObject({ 'Bác Ba': 1, 'Cô Tư': 0 });
  });

  it('echoes each recipient when the setting says so', async () => {
    const { bench, articleId } = await openBench({ settings: { broadcastEchoes: true } });
    await broadcast(bench, [articleId]);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['oa_send_list', 'oa_send_list']);
    expect(bench.event(0)).toMatchObject({
      recipient: { id: bacBa },
      message: { attachments: [{ type: 'link', payload: { description: 'Bài tuần này' } }] },
    });
  });

  it('goes out between 06:00 and 21:59 in Viet Nam and is -234 otherwise', async () => {
    const { bench, articleId } = await openBench();
    // the bench starts at 10:00, and the article took 3 s
    await bench.advance(12 * HOUR_MS - 3001);
    expect((await broadcast(bench, [articleId]))['error']).toBe(0);
    await bench.advance(1);
    expect((await broadcast(bench, [articleId]))['error']).toBe(-234);
    await bench.advance(8 * HOUR_MS - 1);
    expect((await broadcast(bench, [articleId]))['error']).toBe(-234);
    await bench.advance(1);
    expect((await broadcast(bench, [articleId]))['error']).toBe(0);
  });

  it('reaches a follower once a day and as often a month as the setting says', async () => {
    const { bench, articleId } = await openBench({ settings: { broadcastsPerMonth: 2 } });
    const counts: number[] = [];
    for (const pauseMs of [0, HOUR_MS, DAY_MS, DAY_MS, 7 * DAY_MS]) {
      await bench.advance(pauseMs);
      expect((await broadcast(bench, [articleId]))['error']).toBe(0);
      counts.push((await received(bench))['Bác Ba'] ?? 0);
    }
    // the last one is in December
    expect(counts).toEqual([1, 1, 2, 2, 3]);
  });

  it('takes from the promotion numbers of the user’s quota', async () => {
    const { bench, articleId } = await openBench();
    await broadcast(bench, [articleId]);
    await bench.emulator.idle();
    const { data } = await post(bench, '/v3.0/oa/quota/message', { user_id: bacBa });
    expect(data.promotion).toEqual({ daily_remain: 0, daily_total: 1, monthly_remain: 3, monthly_total: 4 });
  });

  it('waits for its review when the setting gives it one', async () => {
    const { bench, articleId } = await openBench({ settings: { broadcastProcessingMs: 30 * MINUTE_MS } });
    await broadcast(bench, [articleId]);
    await bench.advance(30 * MINUTE_MS - 1);
    expect(await received(bench)).toMatchObject({ 'Bác Ba': 0 });
    await bench.advance(1);
    expect(await received(bench)).toMatchObject({ 'Bác Ba': 1 });
  });

  it('survives a snapshot during its review, with who has had one today', async () => {
    const { bench, articleId } = await openBench({ settings: { broadcastProcessingMs: 30 * MINUTE_MS } });
    await broadcast(bench, [articleId]);
    const waiting = await reopen(bench);
    await waiting.advance(31 * MINUTE_MS);
    expect(await received(waiting)).toMatchObject({ 'Bác Ba': 1 });
    await broadcast(waiting, [articleId]);
    const done = await reopen(waiting);
    await done.advance(31 * MINUTE_MS);
    expect(await received(done)).toMatchObject({ 'Bác Ba': 1 });
  });

  it('lets other calls through while 20,000 followers get theirs', async () => {
    const residents = Array.from({ length: 20_000 }, (_, n) => ({ name: `Người ${n}`, id: String(10_000 + n) }));
    const { bench, articleId } = await openBench({
      residents: [{ name: 'Bác Ba', id: bacBa }, { name: 'Cô Tư', id: coTu }, ...residents],
    });
    for (const { id } of residents) bench.emulator.as.follow(id);
    await broadcast(bench, [articleId]);
    await bench.sendText('vẫn trả lời được');
    const got = (id: string | undefined) => bench.emulator.history(id ?? '').length;
    expect(got(residents.at(-1)?.id)).toBe(0);
    await bench.emulator.idle();
    expect(got(residents.at(-1)?.id)).toBe(1);
  });
});

describe('articles of a broadcast', () => {
  it('are one to five', async () => {
    const { bench, articleId } = await openBench();
    expect((await broadcast(bench, Array(5).fill(articleId)))['error']).toBe(0);
    expect((await broadcast(bench, Array(6).fill(articleId)))['error']).toBe(-201);
    expect((await broadcast(bench, []))['error']).toBe(-201);
  });

  it('must exist, be ready and be shown', async () => {
    const { bench, articleId } = await openBench({ settings: { hiddenArticleCode: -299 } });
    expect(await broadcast(bench, [articleId, 'unknown'])).toEqual({
      error: -201,
      message: 'attachment_id is invalid!',
    });
    const hidden = await publish(bench, { status: 'hide' });
    expect((await broadcast(bench, [hidden]))['error']).toBe(-299);
    expect(await received(bench)).toMatchObject({ 'Bác Ba': 0 });
  });

  it('are -214 while they are processed', async () => {
    const { bench } = await openBench();
    await post(bench, '/v2.0/article/create', article);
    const id = bench.emulator.snapshot().features['articles'] as { articles: { id: string }[] };
    expect((await broadcast(bench, [id.articles.at(-1)?.id ?? '']))['error']).toBe(-214);
  });

  it('are the only thing a broadcast takes', async () => {
    const { bench } = await openBench();
    const answer = await post(bench, '/v2.0/oa/message', { recipient: { target: {} }, message: { text: 'Chào' } });
    expect(answer).toEqual({ error: -201, message: 'message.attachment is invalid!' });
  });
});

describe('the target of a broadcast', () => {
  const people: Record<string, ResidentTraits> = {
    'nữ 65 Bình Phước iOS': { ageYears: 65, gender: 2, cityCode: 1, platform: 1 },
    'nam 24 Hà Nội Android': { ageYears: 24, gender: 1, cityCode: 9, platform: 2 },
    'nam 17 Huế Android': { ageYears: 17, gender: 1, cityCode: 53, platform: 2 },
    'không rõ': {},
  };

  async function reached(target: object, settings = {}): Promise<string[]> {
    const residents = Object.entries(people).map(([name, traits], n) => ({ name, id: String(n + 1), traits }));
    const bench = await createWorkbench({ residents, settings });
    for (const { id } of residents) bench.emulator.as.follow(id);
    expect((await broadcast(bench, [await publish(bench)], target))['error']).toBe(0);
    return Object.entries(await received(bench)).flatMap(([name, count]) => (count > 0 ? [name.slice(0, 7)] : []));
  }

  it.each([
    [{}, ['nữ 65 B', 'nam 24 ', 'nam 17 ', 'không r']],
    [{ gender: '0' }, ['nữ 65 B', 'nam 24 ', 'nam 17 ', 'không r']],
    [{ gender: '2' }, ['nữ 65 B']],
    [{ ages: '1,2' }, ['nam 24 ', 'nam 17 ']],
    [{ ages: '7' }, ['nữ 65 B']],
    [{ locations: '1,2' }, ['nữ 65 B', 'nam 17 ']],
    [{ cities: '9, 1' }, ['nữ 65 B', 'nam 24 ']],
    [{ cities: '9', locations: '2' }, ['nam 24 ']],
    [{ platform: '2', ages: '2' }, ['nam 24 ']],
    [{ platform: [1], ages: [6, 7] }, ['nữ 65 B']],
  ])('%j reaches %j', async (target, names) => {
    expect(await reached(target)).toEqual(names);
  });

  it('reaches people of whom nothing is known when the setting says so', async () => {
    expect(await reached({ gender: '2' }, { broadcastToUnknownTraits: true })).toEqual(['nữ 65 B', 'không r']);
  });

  it.each([
    { ages: '8' },
    { gender: '3' },
    { locations: '-1' },
    { cities: '64' },
    { platform: '0' },
    { cities: '' },
    { ages: '1;2' },
  ])('%j is refused', async (target) => {
    const { bench, articleId } = await openBench();
    const [key] = Object.keys(target);
    expect(await broadcast(bench, [articleId], target)).toMatchObject({
      error: -201,
      message: expect.stringContaining(`recipient.target.${key}`),
    });
    expect(await received(bench)).toMatchObject({ 'Bác Ba': 0 });
  });
});

it('a follower who has left before the delivery gets nothing', async () => {
  const { bench, articleId } = await openBench({ settings: { broadcastProcessingMs: MINUTE_MS } });
  await broadcast(bench, [articleId]);
  bench.emulator.as.unfollow(bacBa);
  bench.emulator.as.follow(anhNam);
  await bench.advance(MINUTE_MS);
  expect(await received(bench)).toEqual({ 'Bác Ba': 0, 'Cô Tư': 1, 'Anh Năm': 1 });
});
