// Tokens, users, tags and articles by zaloplatform/zalo-php-sdk 4.0.4, and what NukeViet CMS asks for beside it.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formEncoded, pngBytes, startBench } from './foreign-bench.ts';
import { sdk4 } from './php-sdk4.ts';

describe('the official PHP SDK 4.0.4 as the client of a business OA', () => {
  it('reads the OA, its users and a conversation, with the user id as a number', async () => {
    const bench = await startBench();
    const sdk = sdk4(bench);
    expect((await sdk.get('/v2.0/oa/getoa'))['data']).toMatchObject({ oa_id: bench.emulator.options.oaId, oa_type: 2 });
    const users = await sdk.get('/v3.0/oa/user/getlist', { offset: 0, count: 10 });
    expect(users['data']).toMatchObject({ total: 1, users: [{ user_id: bench.residentId }] });
    const detail = await sdk.get('/v3.0/oa/user/detail', { user_id: bench.residentId });
    expect(detail['data']).toMatchObject({ user_id: bench.residentId, display_name: 'Bác Ba' });
    const asNumber = `{"user_id":${bench.residentId},"offset":0,"count":10}`;
    const conversation = await bench.call(`GET /v2.0/oa/conversation?${formEncoded({ data: asNumber })} HTTP/1.1`, [
      `Host: ${bench.host}`,
      'Accept: */*',
      `access_token: ${bench.accessToken()}`,
      'Content-Type: application/x-www-form-urlencoded',
    ]);
    expect(conversation['data']).toMatchObject([{ from_id: bench.residentId, message: 'Xin chào' }]);
  });

  it('tags and untags a user', async () => {
    const bench = await startBench();
    const sdk = sdk4(bench);
    const person = { user_id: bench.residentId, tag_name: 'khu phố 3' };
    expect((await sdk.post('/v2.0/oa/tag/tagfollower', person))['error']).toBe(0);
    expect(await sdk.get('/v2.0/oa/tag/gettagsofoa')).toMatchObject({ error: 0, data: ['khu phố 3'] });
    const tagged = await sdk.get('/v3.0/oa/user/getlist', { offset: 0, count: 10, tag_name: 'khu phố 3' });
    expect(tagged['data'].total).toBe(1);
    expect((await sdk.post('/v2.0/oa/tag/rmfollowerfromtag', person))['error']).toBe(0);
    expect((await sdk.post('/v2.0/oa/tag/rmtag', { tag_name: 'khu phố 3' }))['error']).toBe(0);
  });

  it('makes, checks and removes an article, and asks for a video with its token in a header', async () => {
    const bench = await startBench({ settings: { articleProcessingMs: 0, videoProcessingMs: 0 } });
    const sdk = sdk4(bench);
    const created = await sdk.post('/v2.0/article/create', {
      type: 'normal',
      title: 'Cài VNeID',
      author: 'Sở Thông tin',
      cover: { cover_type: 'photo', photo_url: 'https://example.vn/a.jpg', status: 'show' },
      description: 'Bài 1',
      body: [{ type: 'text', content: 'Bước một' }],
      related_medias: [],
      status: 'show',
      comment: 'hide',
    });
    const verified = await sdk.post('/v2.0/article/verify', { token: created['data'].token });
    expect(verified).toMatchObject({ error: 0, data: { id: expect.any(String) } });
    expect((await sdk.post('/v2.0/article/remove', { id: verified['data'].id }))['error']).toBe(0);
    const video = await sdk.upload('/v2.0/article/upload_video/preparevideo', 'bai.mp4', 'video/mp4', pngBytes);
    const status = await bench.call('GET /v2.0/article/upload_video/verify HTTP/1.1', [
      `Host: ${bench.host}`,
      'Content-Type: application/json',
      `access_token: ${bench.accessToken()}`,
      `token: ${video['data'].token}`,
    ]);
    expect(status['data']).toMatchObject({ status: 1, video_name: 'bai.mp4' });
  });

  it('renews the tokens and is refused the old ones', async () => {
    const bench = await startBench();
    const { token, get } = sdk4(bench);
    const fields = {
      refresh_token: bench.emulator.tokens().refreshToken,
      app_id: bench.appId,
      grant_type: 'refresh_token',
    };
    const renewed = await token(fields);
    // PHP reckons `time() + $expires_in`: digits in a string.
    expect(renewed).toEqual({
      access_token: bench.accessToken(),
      refresh_token: bench.emulator.tokens().refreshToken,
      expires_in: '90000',
    });
    expect((await token(fields))['error']).toBeLessThan(0);
    expect((await get('/v2.0/oa/getoa'))['error']).toBe(0);
  });

  it('exchanges a code with the verifier of its challenge, and no other', async () => {
    const bench = await startBench();
    const { token } = sdk4(bench);
    const verifier = 'aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3a';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const exchange = (codeVerifier: string) =>
      token({
        code: bench.emulator.createAuthorizationCode(challenge),
        app_id: bench.appId,
        grant_type: 'authorization_code',
        code_verifier: codeVerifier,
      });
    expect(await exchange('another')).not.toHaveProperty('access_token');
    expect(await exchange(verifier)).toMatchObject({ access_token: bench.accessToken() });
  });
});

describe('the official PHP SDK 4.0.4 as the client of a state agency', () => {
  it('reads and changes followers', async () => {
    const bench = await startBench({ oaType: 4 });
    const sdk = sdk4(bench);
    const followers = await sdk.get('/v2.0/oa/getfollowers', { offset: 0, count: 50 });
    expect(followers['data']).toMatchObject({ total: 1, followers: [{ user_id: bench.residentId }] });
    const change = {
      user_id: bench.residentId,
      name: 'Nguyễn Văn Ba',
      phone: '84912345678',
      address: 'Khu phố 3',
      city_id: 1,
      district_id: 12,
    };
    expect((await sdk.post('/v2.0/oa/updatefollowerinfo', change))['error']).toBe(0);
    const profile = await sdk.get('/v2.0/oa/getprofile', { user_id: bench.residentId });
    expect(profile['data'].shared_info).toMatchObject({ name: 'Nguyễn Văn Ba', city: 'Bình Phước' });
  });
});

describe('NukeViet CMS beside the SDK', () => {
  it('asks for the messages left in the package with an empty POST, as the Java and .NET SDKs do', async () => {
    const bench = await startBench({ oaType: 4, settings: { subQuotaPerMonth: 2000 } });
    const ask = (body: string) =>
      bench.call(
        'POST /v2.0/oa/quota/message HTTP/1.1',
        [
          `Host: ${bench.host}`,
          'Content-Type: application/json',
          `access_token: ${bench.accessToken()}`,
          'Content-Length: *',
        ],
        body,
      );
    expect(await ask('')).toEqual({
      data: { type: 'active', remain: 2000, total: 2000 },
      error: 0,
      message: 'Success',
    });
    expect((await ask(JSON.stringify({ message_id: bench.lastMessage()?.id })))['data']).toMatchObject({
      type: 'reply',
    });
    expect((await ask('{"message_id":"nothing"}'))['error']).toBe(-201);
    expect((await ask(JSON.stringify({ user_id: bench.residentId })))['data']).toMatchObject({ type: 'promotion' });
  });
});
