/**
 * What residents can order at any moment by a whole message, folded. The rooms `understanding` and `conversation` obey
 * these; a test compares the lists. The linter uses it to find answers and ways to ask that such an order would get in the way of.
 */
const list = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(', '));

/** Orders that must work from every question. */
export const commandWords: ReadonlySet<string> = new Set(
  list(
    'menu, danh muc, bat dau, bat dau lai, ve dau, quay lai dau, tro ve, trang chu, muc luc, huong dan, tro giup, help',
    'xem menu, ve danh muc, ve menu',
    'dung tin, dung nhan tin, tu choi nhan tin, ngung nhan tin, khong nhan tin nua, dung thong bao, tu choi thong bao',
    'huy nhan tin, khong nhan thong bao, ngung gui tin, dung gui tin',
    'ngung tat ca, ngung tat ca tin, ngung nhan tat ca, ngung nhan tin tat ca, ngung nhan tat ca tin, dung nhan tat ca',
    'tu choi tat ca tin, khong nhan tin nao, khong nhan tin nao nua',
    'nhan tin, nhan lai tin, nhan thong bao, bat thong bao, dang ky nhan tin, nhan tat ca tin, nhan tin tat ca',
    'nhan lai tat ca, nhan lai tat ca tin',
    'tin dang nhan, xem tin dang nhan, loai tin, cac loai tin, chon loai tin, doi loai tin',
    'gap nguoi, gap nguoi ho tro, gap nguoi that, gap can bo, gap nhan vien, noi chuyen voi nguoi',
    'noi chuyen voi nguoi that, can nguoi ho tro, can nguoi giup, can gap nguoi, cho gap nguoi, cho gap can bo',
    'nguoi that, gap tu van vien, muon gap nguoi, muon gap can bo',
    'xoa du lieu, xoa du lieu cua toi, xoa het du lieu, xoa het du lieu cua toi, xoa thong tin cua toi',
    'xoa du lieu ca nhan',
    'quyen rieng tu, chinh sach rieng tu, bao mat thong tin, du lieu cua toi',
    'ngung dem, dung dem, ngung luu, rut dong y, khong dem nua, thoi dem',
    'dong y, toi dong y, bac dong y, dong y cho dem, dong y dem',
    'khong dong y, ko dong y, k dong y, toi khong dong y, khong cho dem',
    'xung ho, doi xung ho, doi cach xung ho, cach xung ho, doi cach goi, sua cach xung ho',
    'doi nguoi, doi nguoi dung, doi nguoi khac, chuyen nguoi, chuyen nguoi dung, ai dang dung',
    'them nguoi, them nguoi dung, them nguoi moi, doi ten, dat ten, sua ten, doi ten toi',
    'bo nguoi, bot nguoi, xoa nguoi, bo bot nguoi',
    'lam giup nguoi khac, lam ho nguoi khac, ho tro nguoi khac, giup nguoi khac lam',
    'het ho tro, ket thuc ho tro, thoi ho tro, thoi lam giup, xong lam giup, dung lam giup, thoat lam giup',
    'ket thuc lam giup',
    'ghi nhan, ghi nhan gan day, xem ghi nhan, so to, xem so to, so ghi nhan, kich ban, kich ban tai nha',
  ),
);

/**
 * Orders that end a walk. A question may use them as an answer ("Thôi, để sau"): whoever says them gets out of the
 * question either way.
 */
export const stopWords: ReadonlySet<string> = new Set(
  list('dung, dung lai, dung huong dan, thoat, thoi, huy, stop, khong lam nua, thoi khong lam nua, ket thuc'),
);
