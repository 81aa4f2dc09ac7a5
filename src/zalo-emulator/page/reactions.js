import { el, spriteIcon } from './dom.js';

/** The reactions Zalo has, by the icon its API knows. Drawn here: not every machine has a font of coloured signs. */
export const reactions = [
  { icon: '/-strong', name: 'Thích', symbol: 'strong' },
  { icon: '/-heart', name: 'Yêu thích', symbol: 'heart' },
  { icon: ':>', name: 'Cười', symbol: 'laugh' },
  { icon: ':o', name: 'Ngạc nhiên', symbol: 'wow' },
  { icon: '--b', name: 'Buồn', symbol: 'sad' },
  { icon: ':-((', name: 'Khóc', symbol: 'cry' },
  { icon: ':-h', name: 'Giận', symbol: 'angry' },
];

export const reactionIcon = ({ symbol }) => spriteIcon('reactions.svg', symbol);

/** Puts the reaction of a message beside its time, in place of an earlier one; who reacted is who did not write it. */
export function showReaction(node, { reaction = '', from }) {
  node.querySelector('.reaction')?.remove();
  if (reaction === '') return;
  const known = reactions.find(({ icon }) => icon === reaction);
  const who = from === 'oa' ? 'Bạn' : 'Trợ lý';
  const label = `${who} đã thả cảm xúc ${known?.name ?? reaction}`;
  const chip = el('span', { class: 'reaction', role: 'img', 'aria-label': label, title: label });
  chip.append(known === undefined ? reaction : reactionIcon(known));
  node.querySelector('.foot time').after(chip);
}
