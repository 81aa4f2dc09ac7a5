import { describe, expect, test } from 'vitest';
import { createBlocklist } from '../../../../src/understanding/scam/blocklist.ts';
import { loadReaderParts, loadScamCheck } from '../../../../src/understanding/scam/load.ts';
import { createScamCheck } from '../../../../src/understanding/scam/scam-check.ts';
import { readScamWording } from '../../../../src/understanding/scam/wording.ts';
import { readRepositoryFile, ROOT } from '../../../guards/repository.ts';

const scamCheck = loadScamCheck(ROOT);
const verdict = (text: string): string => scamCheck.check(text).verdict;
const ids = (text: string): string[] => scamCheck.check(text).reasons.map(({ id }) => id);

describe('hard evidence makes a message dangerous', () => {
  test.each([
    ['fake-host', 'Tai khoan bi khoa, vao https://vietcombank.vn-khoathe.top de mo'],
    ['apk', 'Anh tải tệp này rồi mở lên: http://example.test/cap-nhat.apk'],
    ['asks-secret', 'Chị đọc giúp em mã OTP vừa về máy'],
    ['asks-secret', 'ban doc giup minh ma 6 so vua gui'],
    ['asks-secret', 'anh cho em xin 0TP với ạ'],
    ['remote-control', 'Cô cài AnyDesk rồi đọc ID cho em hỗ trợ'],
    ['remote-control', 'Mở app ngân hàng và bật chia sẻ màn hình cho em hướng dẫn'],
    ['threat-and-transfer', 'Không chuyển 20 triệu thì tao tung clip nóng cho vợ mày xem'],
    ['threat-and-transfer', 'Co lenh bat giam, nop 50tr vao tai khoan 0001234567 de duoc tai ngoai'],
    ['login-elsewhere', 'Ngan hang thong bao: dang nhap https://xac-minh-ngay.top de mo khoa tai khoan'],
    ['login-elsewhere', 'Hỗ trợ tiền điện hộ nghèo, xác thực ngân hàng qua rb.gy/abc9'],
    ['not-their-page', 'Điện lực: hóa đơn tháng này ghi dư, nhận lại 380.000đ ở nhan-lai-nhanh.top'],
    ['not-their-page', 'eTax cua ban loi, vao 10.27.134.201/etax'],
    ['fake-host', 'vcb bao diem sap het han: vcbrewards - doiqua . shop'],
    ['fake-host', 'Trang của bạn vi phạm, đăng nhập facebook-khangnghi.com để kháng nghị'],
    ['strange-link-login', 'Sàn vàng quốc tế lãi 3% một ngày, nạp tối thiểu 5 triệu tại vangnhanh.pro'],
    ['strange-link-login', 'Trang trúng thưởng chấm xyz: vào trungthuong-nhanh chấm xyz đóng phí hồ sơ'],
    ['outside-store', 'Thợ điện kêu bác cài ứng dụng ngoài CH Play, cho phép nguồn không xác định'],
    ['outside-store', 'co cai app thue tu link nay, bat quyen tro nang giup em'],
    ['asks-secret', 'Bấm link nhận quà rồi nhập số thẻ và CVV'],
    ['asks-secret', 'Mua tài khoản ngân hàng, giao full mật khẩu và Smart OTP'],
    ['asks-secret', 'nhap 24 tu khoa vi vao coin-nhanh.site de nhan tien'],
    ['safe-account', 'Rút hết sổ rồi gửi vào tài khoản giám sát do cán bộ đưa, có người hỏi nói cho con mua đất'],
    ['safe-account', 'tien cua ba phai chuyen qua tai khoan tam giu de kiem tra'],
    ['threat-and-transfer', 'Wifi nhà chị hết hạn, đóng 1tr4 vào 6600 8123 90 trong 1 tiếng không em cắt dây'],
    ['threat-and-transfer', 'bọn nó nhắn không trả thì tung ảnh, đòi năm triệu'],
    ['accident-money', 'Người nhà cô đang cấp cứu, đóng 50 triệu vào tài khoản 000 451 7789 ngay bây giờ'],
    ['fake-host', 'Vinamilk tặng quà, trả lời câu hỏi ở vinamilk-gift.cn.mx'],
    ['fake-host', 'nhan kim cuong tai ff-nap-kimcuong.tk'],
    ['fake-host', 'Shopee gửi chị voucher, nhận ở shopee-trian.com'],
    ['fake-host', 'dien lai dia chi  h t t p s : / / vnp0st . work'],
    ['not-their-page', 'nhận lì xì Techcombank 1 triệu: tinyurl.com/tcb-lixi'],
    ['not-their-page', 'J&T báo đơn hỏng địa chỉ, bấm is.gd/jt8 xác nhận lại'],
    ['strange-link-login', 'Tiệm vàng Kim Tín tri ân khách, nhận quà tại kimtin-trian.com'],
    ['apk', 'Benh vien gui ket qua, xem: bvbm-ketqua.apk'],
    ['asks-secret', 'Soan so the + ma PIN gui 0001331902 de duoc bao ve'],
    ['asks-secret', 'Cậu cho cháu mượn tên đăng nhập với mật khẩu app ngân hàng'],
    ['asks-secret', 'Chụp hai mặt căn cước và thẻ ngân hàng gửi zalo 0002331188 nhận trợ cấp'],
    ['safe-account', 'Họ kêu bà chuyển hết tiền tiết kiệm sang tài khoản Bộ Tài chính giữ hộ'],
    ['safe-account', 'Đại úy bảo chuyển 150 triệu để thẩm tra nguồn tiền'],
    ['bail-money', 'Em anh bị tạm giữ vì đánh bạc, muốn bảo lãnh thì chuyển 25tr vào số tk cán bộ'],
    ['fee-with-threat', 'Muốn rút lãi phải nộp 15% thuế trước, không nộp trong 24h là sàn khóa ví'],
    ['fee-with-threat', 'Trúng tuyển rồi, đóng phí đồng phục 1.850.000 trước 14h, không đóng sẽ vào danh sách đen'],
    ['curious-link', 'ê có phải mày trong video này không clip.watch-la.cf'],
  ])('%s: %s', (id, text) => {
    expect(verdict(text)).toBe('dangerous');
    expect(ids(text)).toContain(id);
  });

  test('whatever else is in the message: advertising around a fake address does not calm', () => {
    expect(
      verdict(
        '[QC] Khuyến mãi 20%, LH 198 (0đ). Từ chối QC soạn TC gửi 199. Chi tiết https://vietcombank.vn-uudai.top',
      ),
    ).toBe('dangerous');
  });
});

describe('honest messages that look alike are not dangerous', () => {
  test.each([
    'Ma OTP cua quy khach la 482913. Khong cung cap cho bat ky ai',
    'Vietcombank không bao giờ yêu cầu khách hàng cung cấp mật khẩu, mã OTP',
    'Con đừng đọc mã OTP cho ai nha',
    'Kẻ gian giả danh công an yêu cầu cài AnyDesk, cung cấp OTP. Bà con tuyệt đối không làm theo',
    'Khuyến cáo: không cài file APK lạ, không bấm link lạ, không chuyển tiền',
    'Cho em xin mật khẩu wifi với',
    'Tien dien thang 11 la 486.220d, qua han se tam ngung cap dien. Chi tiet cskh.evnspc.vn',
    'Em chia sẻ màn hình slide trong cuộc họp chiều nay nhé',
    'Sacombank: Ma kich hoat ung dung la 7781-2209. Bao mat ma, khong gui cho nguoi khac',
    'Vietinbank: Quy khach vua doi mat khau iPay thanh cong luc 9h12',
    'Tài khoản dịch vụ công của ông đã đăng nhập trên trình duyệt Chrome lúc 8h',
    'Em chụp hai mặt thẻ bảo hiểm gửi chị để chị nộp hồ sơ cho mẹ',
    'Không có chuyện công an yêu cầu chuyển tiền để chứng minh trong sạch đâu má',
    'Ai kêu đọc mã hay chuyển tiền vào tài khoản an toàn là lừa đó, má cứ cúp máy',
    'Bộ Công an: chỉ tải VNeID từ CH Play, không tải qua đường link, không bật quyền trợ năng',
    'Ba nằm bệnh viện huyện phòng 305, tiền viện phí anh Hai lo rồi',
    '[QC] Viettel: goi 6GB/ngay 120.000d. Soan V120 gui 191. Chi tiet bit.ly/goi6. Tu choi soan TC gui 199',
    'CellphoneS: thu cũ lên đời trợ giá 2 triệu, xem cellphones.com.vn',
    'Tra cứu hồ sơ tại dichvucong.gov.vn, đăng nhập bằng VNeID',
    'Hasaki: sữa rửa mặt 79k, freeship đơn từ 90k. hasaki.vn',
    'VinFast: ưu đãi lãi suất VF3, tìm đại lý tại vinfastauto.com',
    'ACB: chuyển khoản miễn phí trọn đời. acb.com.vn',
    'Honda Phát Thịnh tặng nón bảo hiểm khi mua Vision, honda-phatthinh.com.vn',
    'Cục Thuế cảnh báo mạo danh: cơ quan thuế không gửi file APK cho người nộp thuế',
    'Sáng nay có một bác đến rút sổ để chuyển vào cái gọi là tài khoản an toàn theo lời người lạ tự xưng công an, nhân viên đã giữ lại hỏi chuyện',
    'Nhắc lại: ai xin mã OTP là lừa, kể cả công an',
    'Facebook: Chung toi nhan duoc yeu cau dat lai mat khau. Neu khong phai ban, hay bo qua email nay',
    'Mẹ gửi con 1tr2 đóng tiền trọ, nhớ đóng trước thứ sáu nhé',
    'Ảnh có mặt mày trong đám cưới nè, xem https://www.youtube.com/watch?v=abcd',
  ])('%s', (text) => {
    expect(verdict(text)).not.toBe('dangerous');
  });

  test.each(['Con ăn cơm chưa', 'Chiều mẹ đón con nhé', 'ok', '', '😊', 'Mai giỗ ông nội, cả nhà về sớm phụ nấu'])(
    'ordinary chat is unknown: %j',
    (text) => expect(verdict(text)).toBe('unknown'),
  );

  test('a message whose marks tell "cùng" from "cúng" is read by its marks', () => {
    expect(verdict('Trời nhốt nhột, cùng nhau về quê nhé')).toBe('unknown');
  });
});

describe('the model', () => {
  const parts = {
    ...loadReaderParts(ROOT),
    blocklist: createBlocklist(() => 'listed.example\nfacebook.com/listed\n'),
    wording: readScamWording(readRepositoryFile('content/language/scam-wording.tsv')),
  };

  test('alone makes nothing dangerous, however sure it is', () => {
    const sure = createScamCheck({ ...parts, model: { score: () => 1_000 } });
    expect(sure.check('Chiều mẹ đón con nhé').verdict).toBe('suspicious');
  });

  test('takes back no hard evidence, however sure it is', () => {
    const calm = createScamCheck({ ...parts, model: { score: () => -1_000 } });
    expect(calm.check('Chị đọc giúp em mã OTP vừa về máy').verdict).toBe('dangerous');
  });

  test('is not needed: a listed page is dangerous, its neighbour is not', () => {
    const rules = createScamCheck(parts);
    expect(rules.check('xem https://listed.example/x').verdict).toBe('dangerous');
    expect(rules.check('xem https://facebook.com/listed').verdict).toBe('dangerous');
    expect(rules.check('xem https://facebook.com/other').verdict).toBe('unknown');
  });
});

describe('an answer', () => {
  test('names the real address of who is imitated', () => {
    expect(scamCheck.check('vào bidv-capnhat.online').reasons[0]?.text).toContain('bidv.com.vn');
  });

  test('says for "unknown" that this proves nothing', () => {
    expect(scamCheck.check('xin chào').reasons).toEqual([
      { id: 'no-sign', text: expect.stringContaining('không có nghĩa là tin này thật') as string },
    ]);
  });

  test('sends somebody who is threatened to the police and parents to the child line', () => {
    expect(scamCheck.check('Con mày đang ở chỗ tao, 400 triệu tiền chuộc').actions.join(' ')).toMatch(/113.*111/u);
  });

  test('sends whoever was asked for a code to the bank', () => {
    const { actions } = scamCheck.check('Chị đọc giúp em mã OTP vừa về máy');
    expect(actions.join(' ')).toContain('gọi ngay ngân hàng');
    expect(actions.join(' ')).toContain('Không đọc mã OTP');
  });
});
