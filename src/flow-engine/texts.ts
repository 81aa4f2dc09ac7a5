/**
 * The engine's own words, said around what authors wrote. Vietnamese, because residents read them. `{bác}`/`{Bác}` and
 * the numbers in braces are filled in at run time.
 */
export const engineTexts = {
  /** Button titles of a card step, in the order of their numbers. */
  done: 'Xong',
  stuck: 'Chưa làm được',
  again: 'Xem lại',
  person: 'Gặp người hỗ trợ',
  /** Button titles after *Chưa làm được*. */
  doneAfterStuck: 'Thử lại xong rồi',
  stillStuck: 'Vẫn chưa được',
  /** Before a card's step text. */
  stepOf: 'Bước {number}/{count}: ',
  /** Before what to try. */
  stuckLead: 'Không sao {bác} ạ. ',
  /** When neither the step nor the card says what to try. */
  stuckWithoutAdvice: '{Bác} thử làm chậm lại một lần nữa, hoặc bấm "Gặp người hỗ trợ" nhé.',
  /** After the last *Xong*. */
  finished: 'Chúc mừng {bác}, {bác} đã làm xong rồi ạ!',
  /** The same on a scam card: nobody wants congratulations after losing money. */
  finishedCalm: 'Vậy là {bác} đã làm đủ các bước rồi ạ.',
  /** Before the card's *Ai giúp được*. */
  helpLead: 'Ai giúp được {bác}: ',
  /** Before an ask's question after an answer nobody understood, where the author wrote no `retry`. */
  retry: 'Em chưa hiểu ý {bác}. {Bác} bấm một nút, hoặc nhắn số của nút giúp em nhé.',
  /** The same, for a question without choices. */
  retryText: 'Em chưa hiểu ý {bác}. {Bác} nhắn lại bằng chữ giúp em nhé.',
  /** Before a card's step after one unclear answer. */
  retryStep: 'Em chưa hiểu ý {bác}. Làm xong thì {bác} bấm "Xong" giúp em nhé.',
  /** Before a card's step after two or more unclear answers. */
  suggestPerson: 'Em vẫn chưa hiểu ý {bác}. Nếu thấy khó, {bác} bấm "Gặp người hỗ trợ" nhé.',
  /** When a person is asked for and the author wrote no sentence of their own. */
  handover: 'Dạ, em chuyển lời nhờ người hỗ trợ {bác}.',
  /** When the guidance was changed while the resident was in the middle of it. */
  changed: 'Phần hướng dẫn này vừa được thay đổi. Mong {bác} thông cảm, {bác} nhắn lại điều cần hỏi giúp em nhé.',
  /** When a definition loops or calls too deep: never the resident's fault. */
  gaveUp: 'Phần hướng dẫn này đang có trục trặc, em xin dừng ở đây. {Bác} nhắn lại điều cần hỏi giúp em nhé.',
} as const;
