import { sayScript } from '../doorstep.ts';
import type { Plan } from '../plan.ts';
import { takeLine } from './answers.ts';
import { sayBook } from './book.ts';
import { dropDraft, newDraft } from './draft.ts';
import { readQuantity } from './line.ts';
import { beginLog } from './orders.ts';
import { demandLogger, isActive, loggerOf } from './standing.ts';
import type { FieldWords } from './words.ts';

/**
 * Does what was said about the field log or a doorstep script. False where the words are meant otherwise: residents may
 * ask about a script of scammers, or want a complaint to be written down.
 */
export async function obeyFieldWords(plan: Plan, words: FieldWords): Promise<boolean> {
  switch (words.type) {
    case 'script':
      if (!(await isActive(plan))) return false;
      sayScript(plan, words.name);
      return true;
    case 'book':
      await sayBook(plan);
      return true;
    case 'log': {
      if (words.line === '') {
        await beginLog(plan);
        return true;
      }
      if (!(await loggerOf(plan)) && readQuantity(words.line) === undefined) return false;
      if (!(await demandLogger(plan))) return true;
      dropDraft(plan);
      takeLine(plan, newDraft(plan), words.line);
      return true;
    }
  }
}
