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
