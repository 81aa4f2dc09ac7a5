import { fold } from '../shared/vietnamese.ts';
import { createMessageWords } from './text/message-words.ts';

/**
 * Short forms, dialect and slips that decide about an emergency, with the words they stand for, folded. They live in
 * the code because an emergency must be heard with no table of short forms loaded. Words that a table has expanded
 * before stay as they are.
 */
const FORMS: ReadonlyMap<string, string> = new Map(
  (
    'k=khong ko=khong kg=khong hk=khong hok=khong hem=khong hong=khong hog=khong khum=khong hum=khong ' +
    'r=roi rui=roi goy=roi ruj=roi e=em t=toi mik=minh ng=nguoi ngta=nguoi_ta nta=nguoi_ta ' +
    'ck=chuyen_khoan cke=chuyen_khoan xien=tien xeng=tien tk=tai_khoan acc=tai_khoan nh=ngan_hang bank=ngan_hang ' +
    'mk=mat_khau pass=mat_khau password=mat_khau otb=otp scam=lua_dao gat=lua bip=lua hacker=ke_gian hach=hack ' +
    'block=chan blok=chan dt=dien_thoai sdt=so_dien_thoai help=giup sos=cuu vs=voi gium=giup dum=giup zup=giup ' +
    'lm=lam s=sao j=gi h=gio bh=bay_gio bjo=bay_gio hnay=hom_nay hqua=hom_qua trc=truoc dag=dang trog=trong ' +
    'dc=duoc bit=biet bik=biet bieu=bao keu=bao kiu=bao wa=qua lun=luon fb=facebook gd=giao_dich ' +
    'lmj=lam_gi ntn=nhu_the_nao x=xong ns=noi nt=nhan_tin'
  )
    .split(' ')
    .map((pair) => {
      const [form = '', words = ''] = pair.split('=');
      return [form, words.replaceAll('_', ' ')] as const;
    }),
);

/** Runs without spaces ("congan", "khoataikhoan") are cut into these. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'toi em me bo ba con chau bi lua dao tien mat het roi vua moi lo chuyen khoan cong an gia ke gian tai ngan hang the ' +
    'dang rut tru sach cuu voi giup khoa gap chan giao dich no doa giet bat coc chuoc otp khau ma doc dua cho nguoi la ' +
    'dien thoai dieu khien cai app ung dung may tu nhien khong biet lam sao gi trieu trong'
  ).split(' '),
);

const readWords = createMessageWords({ shortForms: FORMS, known: KNOWN });

/** The words that a caller passes, or those of the text, with the short forms above written out. */
export function emergencyWords(text: string, words?: readonly string[]): string[] {
  return words ? words.flatMap((word) => FORMS.get(word)?.split(' ') ?? [word]) : readWords(text);
}

/**
 * Words that look like a word of an emergency only when their marks are taken away: "lúa" (rice) is no "lừa" (cheat),
 * "mặt" (face) no "mất" (lost). Each with the folded word that it is no more.
 */
const TWINS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    lua: 'lúa lụa lửa lứa',
    mat: 'mặt mắt mạt mật mát',
    tru: 'trữ trú trụ trứ',
    chuyen: 'chuyện chuyến chuyên',
    moi: 'mời mối mồi môi mọi mỗi',
    vua: 'vựa vữa',
    dang: 'đăng đắng đáng dáng dạng đẳng đặng',
    no: 'nợ nổ nỏ nơ',
    lo: 'lo lô lọ lò lộ',
    nho: 'nhớ nhỏ nhờ',
    dua: 'đứa đùa dưa đũa dừa dựa đua',
    ma: 'mà má mạ mả',
    dao: 'đảo đạo dạo đào',
    dam: 'đám đậm đầm dám dặm đạm',
    bay: 'bảy bẫy bày bây bậy bầy',
    sach: 'sách',
    chan: 'chán chân chăn chẵn',
    cuu: 'cừu cựu cửu',
    doi: 'đổi đợi đời đôi đói dối dội đội đồi dời',
    con: 'còn cơn côn',
    be: 'bê bể bế bề',
    chau: 'châu chậu',
    gio: 'gió giỏ giỗ',
    chem: 'chêm',
    rut: 'rụt',
    ban: 'bạn bản ban bàn bán bận',
    can: 'cần căn can cân cận cán',
    gap: 'gặp gập',
    chet: 'chét',
    nop: 'nộm',
    dong: 'đồng động đông dòng',
    go: 'gỡ gờ gò',
    bao: 'bao bão',
    du: 'đủ dù dư đu dữ',
    coc: 'cọc cốc',
    la: 'là lá',
    ho: 'hộ hồ hỗ hổ hố',
    han: 'hạn hàn hân hận',
    sap: 'sắp sáp',
    so: 'số sổ so',
    cho: 'chờ chợ chó chỗ',
    khoa: 'khoa',
    nhot: 'nhớt',
    troi: 'trời trôi trội',
    het: 'hét',
  }).flatMap(([folded, marked]) => marked.split(' ').map((word) => [word, folded] as const)),
);

/** The longest of them in letters. */
const MAX_TWIN = 7;
const TWIN_KEYS: ReadonlySet<string> = new Set(TWINS.values());

const WORDS = /[\p{L}\p{M}]+/gu;
const MAX_CHARACTERS = 2_000;

/** What the marks of a text say about its folded words. */
export interface Marks {
  /** Folded words that are all something else: `lua` in "giá lúa hôm nay", but not in "bị lừa hết tiền bán lúa". */
  readonly friends: ReadonlySet<string>;
  /** The text has marks at all. */
  readonly marked: boolean;
}

const NO_MARKS: Marks = { friends: new Set(), marked: false };
const ASCII = /^\p{ASCII}*$/u;

/** Reads the marks of a text. Of a text without any: nothing is a false friend. */
export function readMarks(text: string): Marks {
  if (ASCII.test(text)) return NO_MARKS;
  const friends = new Set<string>();
  const meant = new Set<string>();
  let marked = false;
  for (const [word] of text.slice(0, MAX_CHARACTERS).normalize('NFC').toLowerCase().matchAll(WORDS)) {
    marked ||= !ASCII.test(word);
    const twin = TWINS.get(word);
    if (twin !== undefined) friends.add(twin);
    else if (word.length <= MAX_TWIN) {
      const folded = fold(word);
      const written = FORMS.get(folded) ?? folded;
      if (TWIN_KEYS.has(written)) meant.add(written);
    }
  }
  for (const word of meant) friends.delete(word);
  return { friends, marked };
}
