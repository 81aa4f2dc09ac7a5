/**
 * What makes the words of an emergency harmless, as `SAID` is written, and phrases that hide a word of it: "mật khẩu" is
 * no "mất". `~lo` is "lo" (to worry) told apart by its marks from "lỡ" (by mistake).
 */
export const AROUND = {
  NOT: 'khong, chua, chang, cha, chua he, khong he, chua tung, khong co, chua bao gio, chua bi, khong bi, chang bi',
  WORRY:
    '~lo, so, so bi, so no, so mat, so nguoi ta, lo me, lo ba, lo bo, lo ong, lo con, lo cho, lo ngai, lo lang, lo so, ngai, so me, so ba, so bo, so con, de bi, hay bi, lo bi lua, so lo, so minh, so ma, so chau',
  LONG_AGO:
    'thang truoc, nam ngoai, nam truoc, nam kia, dau thang, dau nam, cuoi nam, giua nam, giua thang, hoi tet, tuan truoc, tuan roi, thang roi, nam roi, hoi truoc, hoi xua, luc truoc, hoi xuan, hoi he, hoi mua, mua truoc, dot truoc, ' +
    'dot no, ngay xua, ngay truoc, hoi covid, hoi dau, lau roi, da lau, bi lua lau, hom no, bua no, bua truoc, hom truoc, hoi nam, hoi thang, tung bi, tung, may nam, cuoi thang truoc, nam 2025, nam 2024, nam 2023, nam 2022, truoc day, truoc kia, ' +
    'hoi con, hoi do, dao truoc, thang gieng, hoi 2025, may thang truoc, hai nam, tet vua roi, vu truoc, vu mua truoc, tu thang, tu nam, tu dau',
  HEARSAY:
    'tren bao, doc bao, bao dang, bao noi, bao dai, xem bao, coi bao, thoi su, ti vi, tivi, tv, nghe noi, ' +
    'nghe ke, nghe don, nguoi ta ke, co nguoi bi, co ai bi, hang xom, nha ben, ben nha, cung xom, trong xom, ' +
    'ke chuyen, ke vu, vu lua, co vu, may vu, vu an, nhieu vu, vu bat coc, vu nu, vu gia, tin tuc, ban toi, ' +
    'ban em, ban minh, ban cua, ong ban, ba ban, co ban, dong nghiep, ke vui, xem phim, trong phim, ' +
    'chia se kinh nghiem, mot so nguoi, nhieu nguoi, nguoi ta bi, ai cung bi, xa co, xa vua co, ba con, ' +
    'sinh vien, hoc sinh, ho hang, tren mang thay, nghe dau, thay bao, vu viec, lop co, truong co, ' +
    'tren facebook thay, thien ha, nan nhan, nguoi bi, bat coc qua mang, bat coc online, bat coc ao, ' +
    'bat coc truc tuyen, bat coc onl, tro ep',
  PREVENTION:
    'phong tranh, phong chong, phong ngua, de phong, phong xa, phong ho, phong than, hoi de phong, de tranh, ' +
    'canh giac, tranh bi, khoi bi, nhan biet, nhan ra, phan biet, dau hieu, thu doan, chieu tro, chieu thuc, ' +
    'chieu lua, tro lua, tro nay, chieu nay la, kieu lua, canh bao, dan con, dan me, dan ba, dan bo, dan ong, ' +
    'dan toi, dan sao, dan gi, dan truoc, dan do, can dan, muon dan, nen dan, dan may, dan chau, dan nguoi, ' +
    'day con, day me, day ba, day bo, day ong, day chau, day cho, bao ve, meo, bai hoc, tuyen truyen, ' +
    'rut kinh nghiem, kinh nghiem, cach tranh, giu minh, cho biet, to mo, muon biet, de biet, cach phong, ' +
    'cach nhan, thuyet trinh, giu an toan, can than, khoi mat, de khong, khong de, khong bi lua, khong bi, ' +
    'khong mat tien, bao mat, tranh mat, khoi lo, luu y, chu y, noi voi me, dung tin, can lam j de, lam gi de, ' +
    'lam sao de, lam the nao de, nen lam gi de, ke nghe, biet truoc, ung pho, muon hoi truoc, khong cho ai, ' +
    'an toan, kho bi, muc dich, gioi han, trong chung, khoi mac, khoi dinh, phong mat, coi chung, dan phu huynh, ' +
    'phong ho mat, phong bi, de khoi, de phong mat, kho bi hack',
  UNREAL:
    'neu, gia su, nho ma, khi bi, khi nao, moi khi, co khi nao, lieu, trong truong hop, truong hop, khi biet, ' +
    'khi gap, khi thay, khi mat, khi phat hien, la gi, nghia la, the nao la, vi sao, tai sao, sau khi bi, ' +
    'nghi bi, ai bi, hoi cho biet, truoc khi, bi lua thi, lo bi thi, khi nghe, nghe tin, hoi nhu',
  UNHARMED:
    'khong mat gi, chua mat, chua chuyen, chua gui, chua dua, chua doc, chua nap, chua bam, chua lam, khong tin, ' +
    'cup luon, cup may, tat ngang, may chua, lay lai roi, lay lai duoc roi, khong mat dong, chua nhap, ' +
    'chua dien, chua dong, chua tra loi, chua cho, khong chuyen, khong lam theo, van con du, con nguyen, ' +
    'chua gop, chua rut, chua di, chua cai, chua ai, chua nop, chua mua, chua coc, da lay lai, chua thay mat, ' +
    'tim lai duoc, chua thiet hai, khong bam, chua bi, chua xay ra, chua co gi, thoat ra, thoat ngay, ' +
    'chua lay duoc, van con day du, lay lai duoc nick, chan so roi, van o truong, van dang hoc, van dang lam, ' +
    'van o nha, may khong mat, may khong sao, may khong bi, may ma chua, may ma khong, may ma con, may ma van, ' +
    'may ma toi',
  SHOULD:
    'co nen, co phai, phai lua, co lua, co that, co an toan, co dang tin, co bi, lieu co, co rui ro, co nguy hiem, co uy tin, co can, co so, co bao gio, co the, co mat, nghe co, co giong, co gia, co thiet, co hack, co tin, co on',
  YES_NO:
    'khong, khong a, ha, a, hay khong, chua, phai khong, dung khong, khong vay, nhi, khong em, khong nhi, khong ta',
  ASKED:
    'phai khong, dung khong, that khong, khong vay, co phai, hay sao, hay khong, khong em, khong a, khong ta, ' +
    'khong ad, khong moi nguoi',
  FEE:
    'phi, cuoc, 4g, 3g, 5g, data, nhac cho, hai lan, 2 lan, moi thang, hang thang, hang ngay, hang nam, ' +
    'moi ngay, grab, hoan, hoan tien, treo, nap the, giao dich loi, that bai, khong thanh cong, chua nhan, ' +
    'chua nhan duoc, khong nhan duoc, thanh toan, don hang, hoa don, gach no, tien dien, tien nuoc, tien mang, ' +
    'gia han, rut tien khac, cay atm, atm, may atm, nap dien thoai, nap game, nap momo, nap vi, tra soat, ' +
    'thuong nien, bi loi, bao loi, ben nhan, chua thay, khong thay tien, tien ve, ve ngan hang, ve tai khoan, ' +
    'bao hiem, ve xe, ve tau, cuoc xe, tra gop, lau khong dung, lau khong xai, thue bao, duy tri, tien mua, ' +
    'phi thuong nien, phi duy tri, goi cuoc, mua hang, thue, khuyen mai, may cham, mang cham, bhxh, ' +
    'dich vu nhac, hoc phi, gui xe, mang lag, cup dien, hut phi, vien phi, nop phi, goi nhac, khau tru, ' +
    'khach hang, app loi, khong ra tien, bien lai, mang rot, rot mang, tra vien, ra vien, khong mua duoc',
  MISTAKE:
    'nham, chuyen nham, nham so, nham nguoi, chuyen nham tien, lon so, sai so, gui nham, sai ten, viet sai, go sai, go nham, sai tai khoan, so sai',
  RESET:
    'quen, doi mat khau, doi pass, mo khoa, mo lai, cap lai, lam lai, nhap sai, sai mat khau, khung chat, chat nay, facebook, gmail, vneid, zalo, email, game',
  BANTER: 'dua ti, noi dua, dua thoi, dua vui, haha, hihi, hehe, kaka, hihihi, dua day, gion choi, noi choi',
  /** Phrases that hide a word of the others, and mean nothing here. */
  HARMLESS:
    'tra cuu, nghien cuu, cuu chien binh, cap cuu, cuu ho, vi rut, het han, het bao nhieu, tam tru, thuong tru, ' +
    'cu tru, luu tru, dang ky, dang nhap, dang tin, dang so, dang xuat, dang bai, moi nguoi, moi nhat, may moi, ' +
    'so moi, the moi, ma moi, mat khau moi, tai khoan moi, app moi, phien ban moi, thi moi, roi moi, phai moi, ' +
    'la moi, bat dau, bat buoc, bi bat nat, bat nat, bi mat nguoi, bao mat, bi mat khong, bi mat ma, mat phi, ' +
    'mat bao lau, mat cong, mat thoi gian, mat the, mat can cuoc, mat nick, mat giay, mat giay to, mat lien lac, ' +
    'mat mang, mat dien, mat ngu, mat nuoc, mat cua, gap mat, ve mat, mat truoc, mat sau, khuon mat, da mat, ' +
    'chu ho mat, bay gio, may bay, ve bay, so dien thoai, so tai khoan, so nay, so cua, so sanh, so ho, so nao, ' +
    'so may, nguoi la gi, noi chuyen, cau chuyen, ke chuyen ma, chuyen phat, chuyen khau, chuyen den, ' +
    'chuyen mon, doi tra, doi tac, doi mat, ban do, ban hang, la sao, bat coc tien, doa kien, doa khoi kien, ' +
    'doa khoa, doa cat, doa khoa sim, mat bi, mat nhieu, bao nhieu, bao lau, bao gio, thong bao, co bao, ' +
    'du tuoi, mat hang, mat bang, quet ma, mat ve, mat quyen, vua phai, vua roi xem, chet may, lo mo, het gio, ' +
    'xoa so, cai gi, cai nay, cai do, cai ni, cai kia, cai nao, di lai, the nao, vi the, nhu the, the thi, ' +
    'cu the, co the la, ca the, the thao, the he, the can cuoc, the bao hiem, the hoc sinh, bhyt, the vang lai, ' +
    'nong muon chet, met muon chet, que muon chet, lag muon chet, cham muon chet, buon cuoi muon chet, ' +
    'mac cuoi muon chet, dat muon chet, dong muon chet, kho muon chet, ngu muon chet, doi muon chet, ' +
    'ret muon chet, lanh muon chet, ngai muon chet, vui muon chet, xa muon chet, roi muon chet, ' +
    'thuoc tru sau o dau, tuc muon chet, cuoi muon chet, dien tu, may rut tien, mat sim, tai khoan, tai sao, ' +
    'tai nha, tai day, tai nan, hien tai, ton tai, tai chinh, tai lieu, so tien, giu bi mat, so do, so hong, ' +
    'gui anh, gui hinh, gui ho so, nop ho so, chuyen truong, chuyen sim, chuyen nha, chuyen vung, so la, so tai, ' +
    'chuyen cho khac, chuyen cho o, neu khong, neu nhu khong, so no, mat ong, sau sap nhap, sap nhap, danh thue, ' +
    'danh gia, bi danh cap, bi bat coc tien, bat coc gap, bat coc truoc, bat coc may, bat coc nua, bat coc it, ' +
    'bat coc bao, nong qua muon chet, lanh qua muon chet, ret qua muon chet, tre em, tung dot, tung phut, ' +
    'tung chut, tung giay, tung khoan, tung lan, bat coc gap moi',
  CASH: 'tien mat, bang tien mat',
} as const;
