import { describe, expect, it } from 'vitest';
import { waitingChoices } from '../../../../src/flow-engine/index.ts';
import type { Step } from '../../../../src/flow-engine/types.ts';
import { definitionsOf, flowOf, Walk } from '../../../support/flow-definitions.ts';
import { placeFinder } from '../../../support/place-units.ts';

const steps: Record<string, Step> = {
  ask: { type: 'ask', input: 'place', text: 'Ở đâu?', save: 'home', next: 'show', giveUp: 'gone' },
  show: { type: 'ask', text: '{home_text}', next: 'show', giveUp: 'gone' },
  gone: { type: 'end', text: 'Thôi ạ.' },
};
const definitions = definitionsOf([flowOf(steps)]);
const context = { places: placeFinder() };
const asked = (): Walk => new Walk(definitions, context).start();

describe('an ask for a place', () => {
  it('saves the commune’s code, its province and how people read it', () => {
    const walk = asked().text('xã Tân Phú tỉnh Đồng Nai');
    expect(walk.state?.vars).toEqual({
      home: '26116',
      home_text: 'Phường Tân Phú, Thành phố Đồng Nai',
      home_province: '75',
    });
  });

  it('asks in two questions: the province, then the commune', () => {
    const walk = asked().text('dong nai');
    expect(walk.said).toEqual(['Dạ, Thành phố Đồng Nai. Bác ở xã, phường nào ạ?']);
    expect(walk.text('tan phu').state?.vars['home']).toBe('26116');
  });

  it('asks for the province of a name that stands in many, and remembers the name', () => {
    const walk = asked().text('Tân Phú');
    expect(walk.said).toEqual(['Có nhiều nơi tên như vậy. Bác ở tỉnh, thành phố nào ạ?']);
    expect(walk.text('đồng nai').state?.vars['home']).toBe('26116');
  });

  it('offers up to four candidates as buttons, told apart by their province', () => {
    const walk = asked().text('minh chau');
    expect(walk.buttons).toEqual(['Xã Minh Châu, Thành phố Hà Nội', 'Xã Minh Châu, Tỉnh Nghệ An']);
    expect(waitingChoices(definitions, walk.state, context).map(({ title }) => title)).toEqual(walk.buttons);
    expect(walk.press('17476').state?.vars['home']).toBe('17476');
  });

  it('offers the province and the commune when both have the name', () => {
    const walk = asked().text('sài gòn');
    expect(walk.buttons).toEqual(['Thành phố Hồ Chí Minh', 'Phường Sài Gòn']);
    walk.press('79');
    expect(walk.said).toEqual(['Dạ, Thành phố Hồ Chí Minh. Bác ở xã, phường nào ạ?']);
  });

  it('never shows more than four', () => {
    expect(asked().text('đồng nai').text('xuân').buttons).toHaveLength(4);
  });

  it('takes another province, or both at once, after a wrong one', () => {
    expect(asked().text('ha noi').text('đồng nai').text('tân phú').state?.vars['home']).toBe('26116');
    expect(asked().text('đồng nai').text('Ba Đình, Hà Nội').state?.vars['home']).toBe('00004');
  });

  it('says so when the province has no such commune', () => {
    const walk = asked().text('xã Rừng Mơ ở hà nội');
    expect(walk.said[0]).toContain('chưa tìm thấy xã, phường này ở Thành phố Hà Nội');
  });

  it('does not let the buttons of the wider question answer the narrower one', () => {
    const walk = asked().text('minh chau');
    const old = walk.at;
    walk.text('dong nai').send({ type: 'choice', at: old, value: '17476' });
    expect(walk.actions).toEqual([{ type: 'stale' }]);
  });

  it('takes no place that is not on offer', () => {
    expect(asked().text('minh chau').press('26116').actions).toEqual([{ type: 'stale' }]);
  });

  it('leaves unknown words alone, and gives up after unclear answers', () => {
    const walk = asked();
    expect(walk.text('chỗ cũ ấy mà').actions).toEqual([{ type: 'unmatched' }]);
    expect(walk.send({ type: 'unclear' }).send({ type: 'unclear' }).said).toEqual(['Thôi ạ.']);
  });

  it('shows the narrower question again on resume', () => {
    const walk = asked().text('dong nai');
    const before = { said: walk.said, state: walk.state };
    walk.send({ type: 'resume' });
    expect({ said: walk.said, state: walk.state }).toEqual(before);
  });

  it('can only be given up without a finder', () => {
    const walk = new Walk(definitions).start();
    expect(walk.text('Hà Nội').actions).toEqual([{ type: 'unmatched' }]);
    expect(walk.text('không biết').said).toEqual(['Thôi ạ.']);
  });
});
