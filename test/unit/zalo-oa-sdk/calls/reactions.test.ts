import { describe, expect, it } from 'vitest';
import { type ReactionIcon, REACTIONS } from 'zalo-oa-sdk';
import { OA } from '../../../integration/zalo-oa-sdk/fakes.ts';
import { postCall, scriptedClient, success } from './scripted-oa.ts';

const USER = '2512523625412515';
const MESSAGE = '96d3cdf3af150460909';

describe('reactions', () => {
  it('has the seven documented icons and the one that takes them off', () => {
    const icons = [':>', '--b', ':-((', '/-strong', '/-heart', ':-h', ':o', '/-remove'];
    expect(new Set(Object.values(REACTIONS))).toEqual(new Set(icons));
  });

  it.each(Object.entries(REACTIONS))('sends %s as %s', async (_name, icon) => {
    const { client, calls } = scriptedClient([success({ message_id: 'r1', user_id: USER })]);
    expect(await client.reactions.react(OA, USER, MESSAGE, icon)).toBeUndefined();
    const json = { recipient: { user_id: USER }, sender_action: { react_icon: icon, react_message_id: MESSAGE } };
    expect(calls).toEqual([postCall('/v2.0/oa/message', json)]);
  });

  it('is content with a success that carries no data, and passes on a refusal', async () => {
    const { client } = scriptedClient([success(), { error: -201 }]);
    await expect(client.reactions.react(OA, USER, MESSAGE, REACTIONS.like)).resolves.toBeUndefined();
    await expect(client.reactions.react(OA, USER, MESSAGE, REACTIONS.like)).rejects.toMatchObject({ code: -201 });
  });

  it('lets nothing leave without ids or with an icon of another kind', async () => {
    const { client, calls } = scriptedClient();
    await expect(client.reactions.react(OA, '', MESSAGE, ':o')).rejects.toMatchObject({ field: 'userId' });
    await expect(client.reactions.react(OA, USER, ' ', ':o')).rejects.toMatchObject({ field: 'messageId' });
    await expect(client.reactions.react(OA, USER, MESSAGE, '👍' as ReactionIcon)).rejects.toMatchObject({
      field: 'icon',
    });
    expect(calls).toEqual([]);
  });
});
