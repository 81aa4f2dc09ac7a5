import { describe, expect, it } from 'vitest';
import { buttonsMessage, buttons, textMessage, type ZaloClient } from 'zalo-oa-sdk';

// never run: each line must be an error for the compiler, which is what `tsc` checks by the comment above it
export function mistakes({ groups, broadcasts, articles, templates, quotas }: ZaloClient): unknown[] {
  const draft = {
    title: 'a',
    author: 'b',
    description: 'c',
    cover: { photoUrl: 'https://example.vn/a.jpg' },
    body: [{ type: 'text', content: 'd' }],
  } as const;
  const byPhone = { phone: '84912345678', templateId: '1', templateData: {}, trackingId: 't' };
  return [
    // @ts-expect-error groups take no buttons
    groups.sendMessage('1', 'g', buttonsMessage('a', [buttons.showQuery('b', '#c')])),
    // @ts-expect-error a text for one resident has not lost its mentions
    groups.sendMessage('1', 'g', textMessage('a [@1]')),
    // @ts-expect-error the API knows groups of 10, 50 and 100
    groups.listAssets('1', { productType: 'gmf1000' }),
    // @ts-expect-error there is no gender 3
    broadcasts.send('1', { target: { gender: [3] }, articleIds: ['a'] }),
    // @ts-expect-error there is no province 64
    broadcasts.send('1', { target: { cities: [64] }, articleIds: ['a'] }),
    // @ts-expect-error values are numbers, the commas are ours
    broadcasts.send('1', { target: { ages: '1,2' }, articleIds: ['a'] }),
    // @ts-expect-error a video has an address or an id
    articles.create('1', { ...draft, body: [{ type: 'video' }] }),
    // @ts-expect-error an update says whether the article is shown
    articles.update('1', 'a', draft),
    // @ts-expect-error the only mode is development
    templates.sendToPhone('1', { ...byPhone, mode: 'production' }),
    // @ts-expect-error an owner is needed
    quotas.list('1', { productType: 'cs' }),
  ];
}

describe('input of the calls', () => {
  it('is checked by the compiler', () => {
    expect(mistakes).toHaveLength(1);
  });
});
