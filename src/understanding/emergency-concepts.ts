/**
 * What the words of an emergency are about: concepts, each with the folded words and phrases that stand for it, by
 * commas. A phrase may stand for several. A word behind `~` is one that its marks have told apart: `~so` is "số".
 */
export const SAID = {
  // When.
  JUST:
    'vua, moi, vua moi, moi vua, vua xong, vua nay, hoi nay, luc nay, ban nay, hoi sang, sang nay, trua nay, chieu nay, ' +
    'phut truoc, gio truoc, tieng truoc, nay gio, dem qua, moi day, moi nay, luc trua, luc sang, vua roi, moi hoi',
  OOPS: 'lo, lo tay, trot, nho, lo dai, trot dai, lo lam, lo nghe, dai dot',
  NOW: 'dang, lien tuc, lien tay, lien tiep, tung phut, tung chut, tung giay, dan dan, van dang, am am, con dang',
  REPEAT:
    'lien tuc, lien tay, lien tiep, tung phut, tung chut, tung giay, lia lia, am am, dan dan, tung dot, ' +
    'tung khoan, may phat',
  DONE: 'roi, xong, xong roi, mat roi, het roi',
  // Who.
  ME:
    'toi, minh, em, chau, me, bo, ba, ong, vo, chong, nha toi, me toi, bo toi, ba toi, chong toi, vo toi, ' +
    'con toi, anh toi, chi toi, em trai, em gai, me em, bo em, bam, tia, ngoai, anh, chi, con, ca nha, con chau, ' +
    'u em, tui, ba noi, ba ngoai, ong noi, ong ngoai',
  THEM:
    'no, tui no, bon no, chung, chung no, ho, tui kia, bon kia, ben kia, ben ban, nguoi ban, shop, san, ' +
    'nguoi ta, nguoi nhan, thang do, dua kia, ke, may thang, mot nguoi, thang no, tui nay, co nguoi, ai do, ' +
    'dua nao, thang nao, ke nao, nguoi do, han, toi no, bon nay, chung nao',
  CROOK:
    'ke lua, ke lua dao, bon lua, bon lua dao, tui lua, tui lua dao, dam lua dao, thang lua, dua lua, nguoi lua, ' +
    'ke gian, ke xau, ke la, bon xau, toi pham, nguoi la, gia danh, mao danh, tu xung, nguoi xung, xung la, ' +
    'tai khoan tam giu, tai khoan an toan, tai khoan lua dao, thang gat nguoi, san ao, san lua, cong an ao, ' +
    'thang lua dao, dua lua dao, con lua dao, bon gia, tui gia, thang gia, nguoi gia, anh xung, co xung, ' +
    'nguoi quen gia, cong an gia, canh sat gia, shipper gia, ngan hang gia, can bo gia, nhan vien gia, ' +
    'bac si gia, con trai gia, dien luc gia, luat su gia, toa an gia, thue gia, sep gia, dieu tra gia, ca gia, ' +
    'vien kiem sat gia, thay giao gia, bo cong an gia, khach gia, chu shop gia, gia cong an, gia canh sat, ' +
    'gia shipper, gia ngan hang, gia can bo, gia nhan vien, gia bac si, gia con trai, gia dien luc, gia luat su, ' +
    'gia toa an, gia thue, gia sep, gia dieu tra, gia ca, gia vien kiem sat, gia thay giao, gia bo cong an, ' +
    'gia khach, gia chu shop, xung cong an, xung canh sat, xung shipper, xung ngan hang, xung can bo, ' +
    'xung nhan vien, xung bac si, xung con trai, xung dien luc, xung luat su, xung toa an, xung thue, xung sep, ' +
    'xung nguoi quen, xung dieu tra, xung ca, xung vien kiem sat, xung thay giao, xung bo cong an, xung khach, ' +
    'xung chu shop, nguoi goi, nguoi tu xung, toi gia, toi lua, gia lam, gia mao, xung, dan lua, dam gia, ' +
    'may thang lua, bon nay, link gia, app gia, trang gia, web gia, xung ben, bon cho vay, bon doi no, ' +
    'tui cho vay, dan tinh, con buon, bon xa hoi den, xa hoi den, giang ho',
  CHILD:
    'con toi, con em, con minh, con gai, con trai, chau, con be, thang be, thang cu, con nho, thang nho, em be, chau toi, ' +
    'con, em trai, em gai, em toi, con chau, chau gai, chau trai, dua nho, thang con, be nha, be gai, be trai, chau nha, con nha',
  POLICE: 'cong an, 113, canh sat, bao cong an, goi cong an, goi 113',
  // Cheated.
  BI: 'bi, dinh, mac, vuong',
  CHEAT:
    'lua, lua dao, lua gat, lua tien, du do, gat gam, lua ga, lua phinh, lua mat, lua lay, lua het, lua sach, ' +
    'dua vao trong, mac bay',
  DUPED: 'bi du, bi no du, bi chung du, bi ho du, bi nguoi ta du, bi tui no du, bi bon no du',
  LEARNT:
    'moi biet, thi biet, moi vo le, vo le, moi hieu, moi hay, hoa ra, moi nhan ra, moi te ngua, te ngua, ' +
    'moi phat hien, phat hien, thi phat hien, moi nghi, nghi lua, thay nghi, nghi nghi, nghi bi lua, ' +
    'biet bi lua, biet minh bi lua, biet la lua, biet la gia, moi thay',
  FAKE: 'gia, lua, lua dao, gia mao, lua gat, dom',
  // Money and what becomes of it.
  MONEY:
    'tien, trieu, ty, tram trieu, luong, so tiet kiem, tiet kiem, vang, so du, hui, chuyen tien, gui tien, ' +
    'nop tien, nap tien, dua tien, tra tien, rut tien, tru tien, mat tien, dong tien, tien nong, chuc trieu, ' +
    'lua tien, bay tien, lay tien, so tien, rut sach tien, mat sach tien, mat het tien, rut het tien, ' +
    'tien mat roi, tien mat het, tien mat sach, tien mat dan, tien mat luon, tien mat tieu, tien mat toi, ' +
    'tien mat trang, ca tram trieu, #tien',
  ACCOUNT:
    'tai khoan, the, vi, vi dien tu, momo, zalopay, viettel money, ngan hang, app ngan hang, ung dung ngan hang, the tin dung, the atm, visa, tai khoan ngan hang',
  BANKING:
    'ngan hang, tai khoan ngan hang, app ngan hang, ung dung ngan hang, the, vi momo, momo, zalopay, ' +
    'mat khau ngan hang, internet banking',
  TAKE:
    'rut, rut tien, tru, tru tien, lay tien, lay het, lay sach, trom, lay trom, cuop, hot, cuom, vet, vet sach, ' +
    'vo vet, quet sach, chuyen di, chuyen sang, chuyen het di, chuyen ra, ca the, quet the, chiem doat, hut, ' +
    'moc tui, an cap, an trom, rut ruot, rut trom, mat cap, don sach, don het, trom tien, lay trom tien, ' +
    'rut trom tien, trom mat',
  TAKEN_ALL:
    'rut het, rut sach, rut can, tru het, tru sach, lay het, lay sach, vet sach, quet sach, don sach, hot sach, hot het, rut sach tien, rut het tien, ' +
    'rut ruot, vo vet, cuom sach, cuom het, rut tron, rut trom, bi chuyen het, chuyen het di, rut can sach, lay sach tien',
  LOSE:
    'mat, mat tien, mat sach, mat het, mat trang, mat toi, mat trom, mat dan, mat tong, bay, bay mau, bay sach, ' +
    'bay het, bay mat, bay tien, boc hoi, bien mat, di mat, di het, het sach, sach tron, sach banh, khong con, ' +
    'khong con dong, con 0, con 0 dong, con khong dong, trong tron, ve 0, ve khong, can sach, can dan, chay ra, ' +
    'chay mat, khong canh ma bay, mat roi, mat luon, mat tieu, di sach, mat sach tien, mat het tien, ' +
    'mat sach roi, mat het roi, mat may, mat gan, tien mat roi, tien mat het, tien mat sach, tien mat dan, ' +
    'tien mat luon, tien mat tieu, tien mat toi, tien mat trang, bi mat, khong con dong nao, khong con xu nao, ' +
    'chi con vai nghin, con vai nghin, con may nghin, con may dong, di dau mat',
  LOST_ALL:
    'mat sach, mat het, mat trang, mat toi, mat dan, bay sach, bay het, boc hoi, bien mat, di mat, di het, ' +
    'het sach, sach tron, sach banh, khong con, khong con dong, con 0, con 0 dong, trong tron, ve 0, can sach, ' +
    'khong canh ma bay, mat roi, mat luon, mat tieu, di sach, mat sach tien, mat het tien, mat sach roi, ' +
    'mat het roi, bay mat, ve khong, con khong dong, chay mat, bay roi, bay mau, khong con dong nao, ' +
    'khong con xu nao, chi con vai nghin, con vai nghin, con may nghin, con may dong, con vai dong, can kiet, ' +
    'trang tay, tu nhien con #tien, con co #tien thoi, so du con #tien, chi con #tien',
  GOING:
    'di, bay, chay, chay ra, chay di, giam, tuot, chuyen, ra, mat, hao, nhay, troi, bien mat, mat dan, can dan, boc hoi, di mat',
  ALL: 'het, sach, toan bo, het sach, tron, sach banh, sach tron, sach sanh, sach trui, sach bach, ca chi lan chai',
  UNKNOWN:
    'khong lam gi, khong he giao dich, khong giao dich, khong ro ly do, khong ro, khong biet ly do, ' +
    'khong biet vi sao, khong biet lam gi, khong mua, khong phai toi, khong phai minh, khong phai em, vo co, ' +
    'tu nhien, tu dung, tu dong, khong co mua, khong co lam gi, khong biet gi, toi khong mua, khong quet, ' +
    'khong bam gi, bong dung, bong nhien, dung dung, khong co giao dich, khong biet tai sao, khong hieu sao, ' +
    'khong thuc hien, khong xai, khong he, khong co lam, khong he mua, khong co quet, toi ngu, dang ngu, ' +
    'nua dem',
  ALERT: 'bao, tin nhan, thong bao, nhan tin, tin, tin bao, tai khoan bao, may bao',
  // Handing over a secret.
  SECRET:
    'otp, ma otp, ma xac nhan, ma xac thuc, ma pin, mat khau, so the, cvv, ma bao mat, day so, 6 so, sau so, ' +
    'ma giao dich, pin, ma kich hoat, may con so, con so, ma smart otp, thong tin the, mat ma, ' +
    'thong tin ngan hang, tai khoan ngan hang, mat khau ngan hang, smart otp, ma 6 so, ma sau so, may so, ' +
    'the va ma, so the va, dang nhap ngan hang, thong tin tai khoan',
  CODE: 'ma, ma do, ma roi, ~so, so',
  GIVE: 'doc, dua, cho, cung cap, nhap, go, khai, dien, tiet lo, doc cho, cho no, dua cho, gui cho, bao cho, noi cho, cap, dua het, dang nhap, go vao, nhap vao, doc het, khai het, doc luon',
  LEAK: 'lo otp, lo mat khau, lo ma otp, lo mat khau ngan hang',
  FACE: 'quet mat, quet khuon mat, quet sinh trac hoc, xac thuc khuon mat, quay mat',
  // Paying a cheat.
  SEND:
    'chuyen, chuyen khoan, gui, nop, nap, ban tien, dua, dong, coc, dat coc, chuyen tien, gui tien, nop tien, nap tien, dua tien, ' +
    'thanh toan, chuyen coc, tra tien, dong tien, ung tien, nap them, nop them, chuyen them, bom tien, dong phi, dong coc, chuyen het, gui het, dua het, nop het',
  PAY: 'chuyen tien, chuyen khoan, nop tien, nap tien, chuyen coc, chuyen, ban tien, dua tien, gui tien, chuyen het, dua het, nop het',
  BLOCKED:
    'chan, chan so, chan toi, chan luon, bi chan, tat may, mat hut, lan mat, bat tang, huy ket ban, bung, ' +
    'cat lien lac, xoa nhom, xoa nick, xoa tai khoan, sap, khong vao duoc, khong rut duoc, khong cho rut, ' +
    'duoi khoi nhom, kick, da khoi nhom, lan luon, tron mat, xoa zalo, khoa zalo, khoa facebook, chan lien lac, ' +
    'khong cho rut ra, chan em, chan minh, tat luon, bien mat, bien mat luon, lan mat tam, mat dang, mat tam, ' +
    'dong mat, chuon mat, chay mat, nhom bi xoa, bi xoa, trang bi sap, khoa tai khoan, bien mat tam',
  SILENT:
    'khong bat may, khong nghe may, khong lien lac duoc, khong goi duoc, goi khong duoc, khong ai bat may, khong ai nghe, khong tra loi, thue bao, im luon, im re, im bat, bat may, khong thay dau, goi khong nghe, khong rep, khong them tra loi',
  MORE: 'nap nua, nop nua, chuyen nua, nap them, nop them, chuyen them, dong them, doi them, chuyen not, nop not, bao nap, bat nap them, chuyen tiep, dua them, chuyen lan nua, gui them, nop them tien, dong them tien, con doi',
  LOCK:
    'khoa, phong toa, dong bang, chan, dung lai, ngung, huy, chan lai, giu tien, khoa lai, khoa ho, giu lai, ' +
    'chan dung',
  TRANSFER:
    'giao dich, lenh chuyen, lenh chuyen tien, khoan chuyen, khoan tien, lenh, tien vua, khoan vua, ' +
    'tien da chuyen, lenh vua',
  URGENT:
    'gap, khan cap, nhanh, nhanh len, nhanh voi, le le, ngay lap tuc, lap tuc, kip, lien, ngay, gap gap, ngay lien, ngay gap, lien lien, khan truong',
  // The phone in other hands.
  INSTALL: 'cai, cai dat, tai, tai ve, cai xong, tai xong, cai nham, tai nham, bam cai',
  APP: 'app, ung dung, phan mem, file, apk, tep, chuong trinh, vneid, dich vu cong, app la, ung dung la, app gia, ung dung gia, vneid gia, dich vu cong gia, teamviewer, anydesk, ultraviewer, file la, phan mem la, cai nhu',
  STRANGE:
    'la, huong dan, theo huong dan, theo loi, no gui, ho gui, nguoi ta gui, no bao, ho bao, no chi, ho chi, nguoi ta bao, nguoi la, cong an, dien luc, gia mao, no dua, lam theo, ' +
    'nguoi xung, tu xung, anh xung, can bo, app la, ung dung la, app gia, ung dung gia, vneid gia, dich vu cong gia, teamviewer, anydesk, ultraviewer, file la, phan mem la, doc hai, gia, apk, tui no bao, bon no bao, ben dien luc, shipper',
  REMOTE: 'dieu khien, chiem quyen, dieu khien tu xa, chiem quyen dieu khien, dieu khien may, dieu khien dien thoai',
  PHONE: 'dien thoai, may, man hinh, may tinh, smartphone, dien thoai toi, may toi',
  BY_ITSELF:
    'tu bam, tu mo, tu nhay, tu chuyen, tu dong chuyen, tu dong bam, tu dong mo, tu thao tac, tu luot, ' +
    'tu truyen, tu chay',
  STUCK:
    'khong tat duoc, khong tat nguon duoc, tat khong duoc, tat nguon khong duoc, ma khong tat duoc, ' +
    'khong bam duoc, toi den, den thui, den si, den ngom, den xi, treo cung, do luon, may do, do cung, ' +
    'khong lam gi duoc, nong ran, khong thoat duoc, khong thao tac duoc, tat may khong duoc, khong tat noi, ' +
    'tat khong noi, den thui lui, den kit, toi thui, khong tat nguon, khong dung duoc, man hinh den, bi do, ' +
    'den man hinh, khong bam gi duoc, tat ngum',
  HACK: 'hack, bi hack, chiem, chiem quyen, xam nhap, dot nhap, bi chiem, chiem mat, bi out, hack mat, bi xam nhap, hack het',
  LOGIN: 'dang nhap, vao, xam nhap, chui vao, mo',
  IMPOSTOR: 'muon tien, vay tien, nhan muon tien, di muon tien, hoi muon tien, nhan tin vay, nhan tin muon, hoi vay',
  SIM_LOST: 'mat song, sim mat song, mat tin hieu, mat sim, sim mat, khong co song',
  PHONE_LOST: 'mat dien thoai, roi dien thoai, mat may, giat dien thoai, cuop dien thoai, giat may',
  // In danger.
  THREAT:
    'doa, de doa, hu doa, ham doa, doa dam, tong tien, uy hiep, ep, ep buoc, bat ep, ep tien, khong che, cuong ep, khung bo, bat toi, bat em, bat me, bat bo',
  COERCED:
    'bat toi chuyen, bat em chuyen, ep chuyen, ep toi chuyen, ep em chuyen, khong cho cup, khong cho tat may, ' +
    'khong duoc cup, khong duoc cup may, khong cho toi cup, khong cho em cup, khong cho ngat, cam toi, cam em, ' +
    'giu may noi chuyen, khong cho tat, khong cho ke, bat toi o, nhot trong, ep nop, khong duoc tat may, ' +
    'khong cho cup may, khong cho ra ngoai, bat giu may, giam long, khong cho roi, bat o trong phong, ' +
    'bat bat camera, bat toi bat camera, bat em bat camera, bat mo camera, bat cat lien lac, bat toi o yen, ' +
    'bat em o yen, dung canh toi, dang dung canh, khong cho toi ve, khong cho em ve, khong cho ve, ' +
    'thu dien thoai, thu het dien thoai, thu may',
  KILL:
    'doa giet, giet, doi giet, chem, dam chet, cam dao, ke dao, dot nha, tat axit, danh chet, tinh mang, ' +
    'chat tay, thu tieu, cam sung, doa chem, doa dot, doa danh, doa chet, cam hung khi, cam ma tau, cat tai, ' +
    'cat ngon, doa xu, doa dam, cam dao dung, doa bat coc, doa dot nha, doa hai, cam gay, cam hung, danh dap, ' +
    'bi danh dap, bi danh chay mau, danh toi chay mau, danh chay mau',
  AT_THE_DOOR:
    'truoc cua, truoc nha, ngoai cong, truoc cong, ngoai cua, dung ngoai, toi nha, den nha, den tan nha, ' +
    'toi tan nha, pha cua, dap cua, cua nha, truoc san, ngoai ngo, dau ngo, truoc ngo, trong nha, ' +
    'dung truoc cua, dung truoc nha, trong nha toi, cho ngoai cong, dung canh',
  DEADLINE:
    'phut, phut nua, tieng, gio nua, trong 24h, 24h, 24 gio, 24 tieng, trong hom nay, trong toi nay, toi nay, dem nay, chieu nay, trua nay, ngay bay gio, ngay hom nay, ngay lap tuc, han chot, trong ngay hom nay, ngay trong, truoc 12 gio, ' +
    'trong 1 tieng, mot tieng, 30 phut, trong sang nay, len ngay, luon bay gio, truoc trua, ngay tuc khac, het hom nay, dem ngay, 1h, 2h, 30p, 10p, 5p, 15p, 20p, truoc toi nay, len luon',
  DEMAND:
    'doi, doi tien, bat nop, bat chuyen, bat dua, bao chuyen, bao dua, bao nop, bao dem, dem tien, bat nha, yeu cau, doi chuyen, doi nop, bao chuyen tien, dem, doi tu',
  RANSOM: 'chuoc, tien chuoc, chuoc nguoi, doi chuoc',
  KIDNAP:
    'bat coc, bi bat coc, bat giu, bi troi, troi, bi nhot, nhot, giam giu, bi giam, khong cho ve, ban sang, ' +
    'bi lua sang, lua sang, dua di mat, bat mat, bi bat giu, bi dua di, bi nhot o, bi giam o, bi ban sang, ' +
    'bi giam long',
  HELD: 'bi bat, bi giu, giu lai, bi giu lai, bi nguoi ta bat, giu con, bat con, dang giu, bi nguoi ta giu',
  MISSING:
    'mat tich, biet tam, bi du di, theo nguoi la, bo di theo, tron di theo, di theo nguoi la, bi nguoi la dua, ' +
    'khong biet di dau',
  ABUSE:
    'xam hai, hiep dam, hiep, lam nhuc, so soang, ep gui anh, ep gui hinh, bat gui anh, bat gui hinh, ' +
    'gui anh nhay cam, danh dap, ep quan he, bat chup, ep chup, ep quay, du gui anh, bao hanh, ep gui, sam so, ' +
    'so mo, danh con, danh chau, danh em, so vao, cho kin, so nguoi, dam o, goi duc, quay roi tinh duc, ' +
    'xam hai tinh duc',
  PICTURES: 'anh, hinh, clip, video, anh nong, anh nude, nhay cam, hinh anh, doan phim, hinh con, clip con',
  DESPAIR:
    'muon chet, muon tu tu, dinh tu tu, doi tu tu, tu sat, khong muon song, chang muon song, het muon song, ' +
    'khong thiet song, nghi quan, nghi dai, chet cho xong, chet quach, chet di cho, ket lieu, ket thuc cuoc doi, ' +
    'ket thuc doi, song khong noi, khong song noi, nhay cau, nhay song, nhay lau, uong thuoc sau, ' +
    'uong thuoc tru sau, uong thuoc diet co, uong thuoc ngu, cat co tay, chan song, song lam gi, chet con hon, ' +
    'lia doi, khong con muon song, khong song duoc nua, song khong bang chet, tu ket lieu, muon bien mat khoi, ' +
    'khong thiet song nua, quyen sinh, chet theo, lam chuyen dai dot, lam lieu, lam dieu dai dot, de lai la thu, ' +
    'de lai thu, tuyet menh, thu tuyet menh, khong con duong song, khong thiet gi nua, het duong song, ' +
    'muon ra di mai mai, muon nhay, chet quach cho, muon ket thuc, song khong bang, chan song lam, tuyet vong qua',
  CRY:
    'cuu, cuu voi, cuu toi, cuu em, cuu toi voi, cuu em voi, bo nguoi ta, cuu chau, cuu con, cuu me, cuu giup, ' +
    'cuu chau voi, cuu con voi, cuu minh, cuu minh voi, nguy cap, cuu mang, cap cuu bi, cuu gap, cuu tinh, sos, ' +
    'keu cuu',
  ALARM:
    'cuu, cuu voi, cuu toi, cuu em, cuu toi voi, cuu em voi, giup voi, giup toi, giup toi voi, giup em voi, ' +
    'troi oi, oi gioi oi, bo nguoi ta, lam on, cuu chau, cuu con, cuu me, troi dat oi, hu hu, cuu giup, ' +
    'cuu chau voi, cuu con voi, chet roi, chet toi roi, chet em roi, trang tay, cuu mang, khan cap, cap cuu bi, ' +
    'nhanh len, gap lam, gap, hoang qua, run qua, so qua, hoang loan, nhanh giup, giup gap, giup em, giup chau, ' +
    'nhanh, huhu, oi lang nuoc, chet mat, giup toi khan cap',
  VUA: 'vua, vua moi, moi vua, vua xong, hoi nay, luc nay, ban nay',
  SELF_DEBIT:
    'tu tru, tu dong tru, tu chuyen, tu dong chuyen, tu rut, tu mo, tu dong mo, tu tru tien, tu vao, tu di, ' +
    'tu mat, tu bay, tu nhay di',
  HAND:
    'doc, dua, nhap, cho no, dua cho no, doc cho no, cho ho, dua cho ho, gui no, gui cho no, doc cho ho, dua no, ' +
    'dua het, dua luon, dua mat, doc luon, doc mat, cap, doc cho, nhap vao',
  LURED: 'du do, du gui, ru re, gam gam, ru di, bi du, doa',
  RECOVERY:
    'dich vu, thu hoi von, luat su, doi ho, nhan giup, nhan doi, moi duoc tra, nhan lay lai, lay lai giup, thu hoi duoc, doi giup',
  REMOTE_APP: 'teamviewer, anydesk, ultraviewer, dieu khien',
  DID: 'da chuyen, chuyen roi, da nop, da dua, da gui, da chuyen khoan, da ck, chuyen xong, dua roi, nop roi, gui roi, lo chuyen',
  STOP_IT:
    'giu tien lai, giu lai tien, chan kip, con kip, con chan, chan lai, kip chan, kip khong, chan duoc khong, giu lai kip, chan giup, chan gium, chan khoan',
  ID_PAPER: 'can cuoc, cccd, anh, hinh, giay to, ho so, so dien thoai, dia chi, cmnd',
  SUM: '#tien, trieu, ty, tram trieu, chuc trieu, may trieu, may chuc trieu, tram nghin',
  GO: 'du di, ru di, bi du di, dan di, cho di, du ra, ru ra, bat di, dua di, dan di mat',
  GONE: 'chua ve, chua thay ve, khong ve, khong thay ve, vua ra khoi nha, bo di, goi khong duoc, tat may, mat lien lac, khong lien lac duoc',
  CANT_STOP:
    'ngan khong duoc, can khong duoc, khong ngan duoc, khong can duoc, ngan khong noi, can khong noi, khuyen khong duoc, khuyen khong nghe, can ba, can me, can ong, can bo, can lai, ngan lai, giup toi can, lam sao can, lam sao ngan, ngan me, ngan ba, ngan bo, ngan ong, ngan chan, noi khong nghe, khong chiu nghe, cung khong nghe, goi khong duoc',
  RECEIVED: 'lay tien, nhan tien, nhan coc, cam tien, nhan duoc tien, om tien, lay coc, om coc',
  USE: 'dung, xai, quet, mua, mua hang, tieu, su dung',
  STEAL:
    'lay tien, lay het, lay sach, lay mat, cuom het, hot het, hot sach, rut het, rut sach, vet sach, rut trom, ' +
    'rut can, don sach, chuyen het tien, lay het tien, lay trom, trom tien, cuop tien, cuom tien, cuop mat, ' +
    'cuom mat, trom mat',
  BROKE:
    'tu nhien con #tien, con 0, ve 0, con 0 dong, khong con dong nao, khong con xu nao, trong tron, con vai nghin, ' +
    'chi con vai nghin, con may nghin, trong khong, het sach tien, khong con mot dong',
  SCREEN: 'chia se man hinh, xem man hinh, chieu man hinh',
  ODD_TRANSFER: 'giao dich la, giao dich bat thuong, giao dich khong phai',
} as const;
