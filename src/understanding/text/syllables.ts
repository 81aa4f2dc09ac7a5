/**
 * Whether a folded word can be a Vietnamese syllable. Matching only: it decides whether a word may be something typed
 * with an input method switched off, so rare rimes that are more often a slip (`oong`, `ooc`) are left out on purpose.
 */
const ONSET = '(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?';

const RIMES =
  'a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu im ' +
  'in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong op ot u ua uan ' +
  'uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh ' +
  'uyt uyu y yem yen yet yeu';

const SYLLABLE = new RegExp(`^${ONSET}(?:${RIMES.split(' ').join('|')})$`, 'u');

/** True for a folded Vietnamese syllable: `duong`, `khong`, `a`. False for `ddanwg`, `shop`, `k`. */
export function isSyllable(word: string): boolean {
  return word.length <= 7 && SYLLABLE.test(word);
}
