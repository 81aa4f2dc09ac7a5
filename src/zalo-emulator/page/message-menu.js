import { openDialog } from './dialog.js';
import { button, el } from './dom.js';
import { previewText } from './message-text.js';
import { reactionIcon, reactions } from './reactions.js';

const REMOVE = '/-remove';

/** What a person can do with a message of the OA: `react(icon)`, `reply()`. */
export function openMessageMenu(message, { react, reply }) {
  const choose = (icon) => () => {
    menu.close();
    void react(icon);
  };
  const choices = reactions.map((reaction) => {
    const { icon, name } = reaction;
    const isChosen = message.reaction === icon;
    const node = el('button', { type: 'button', class: 'reaction-choice', 'aria-pressed': String(isChosen) });
    node.append(reactionIcon(reaction), el('span', {}, name));
    node.addEventListener('click', choose(icon));
    return node;
  });
  const answer = button(
    'Trả lời tin này',
    () => {
      menu.close();
      reply();
    },
    'menu-item',
  );
  const hasReaction = (message.reaction ?? '') !== '';
  const menu = openDialog('Tin của trợ lý', [
    el('blockquote', { class: 'quoted' }, previewText(message)),
    el('div', { class: 'reaction-choices', role: 'group', 'aria-label': 'Thả cảm xúc' }, ...choices),
    el(
      'div',
      { class: 'menu' },
      hasReaction ? button('Bỏ cảm xúc', choose(REMOVE), 'menu-item') : undefined,
      answer,
    ),
  ]);
}
