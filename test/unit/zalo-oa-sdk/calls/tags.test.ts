import { describe, expect, it } from 'vitest';
import { OA } from '../../../integration/zalo-oa-sdk/fakes.ts';
import { BAD_ANSWER, getCall, postCall, scriptedClient, success } from './scripted-oa.ts';

const USER = '2468458835296197922';

describe('tags', () => {
  it('lists the names, which Zalo gives as a bare array', async () => {
    const { client, calls } = scriptedClient([success(['Khách Q1', 'Khách Q2']), success([])]);
    expect(await client.tags.list(OA)).toEqual(['Khách Q1', 'Khách Q2']);
    expect(await client.tags.list(OA)).toEqual([]);
    expect(calls[0]).toEqual(getCall('/v2.0/oa/tag/gettagsofoa'));
  });

  it.each([undefined, {}, [{ name: 'a' }]])('takes the list %o for a bad answer', async (data) => {
    const { client } = scriptedClient([success(data)]);
    await expect(client.tags.list(OA)).rejects.toMatchObject(BAD_ANSWER);
  });

  it('tags, untags and deletes by v2, the user id as a string that keeps its digits', async () => {
    const { client, calls } = scriptedClient([success(), success(), success()]);
    await client.tags.add(OA, USER, 'Tổ 3');
    await client.tags.remove(OA, USER, 'Tổ 3');
    await client.tags.deleteTag(OA, 'Tổ 3');
    expect(calls).toEqual([
      postCall('/v2.0/oa/tag/tagfollower', { user_id: USER, tag_name: 'Tổ 3' }),
      postCall('/v2.0/oa/tag/rmfollowerfromtag', { user_id: USER, tag_name: 'Tổ 3' }),
      postCall('/v2.0/oa/tag/rmtag', { tag_name: 'Tổ 3' }),
    ]);
  });

  it('lets nothing leave without an id or a name', async () => {
    const { client, calls } = scriptedClient();
    await expect(client.tags.add(OA, '', 'VIP')).rejects.toMatchObject({ field: 'userId' });
    await expect(client.tags.add(OA, USER, ' ')).rejects.toMatchObject({ field: 'tagName' });
    await expect(client.tags.remove(OA, USER, '')).rejects.toMatchObject({ field: 'tagName' });
    await expect(client.tags.deleteTag(OA, '')).rejects.toMatchObject({ field: 'tagName' });
    expect(calls).toEqual([]);
  });

  it('passes on what Zalo refuses', async () => {
    const { client } = scriptedClient([{ error: -213 }]);
    await expect(client.tags.add(OA, USER, 'VIP')).rejects.toMatchObject({ code: -213 });
  });
});
