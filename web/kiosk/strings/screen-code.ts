/** Read by visitors, whatever language the guard reads. */
export const forVisitors = {
  vi: 'Quét mã này bằng điện thoại để khai báo và ghi giờ đến',
  en: 'Scan with your phone to declare and check in',
};

export const vi = {
  screenCodeTitle: 'Mã cho khách quét bằng điện thoại',
  screenCodeUnsure: 'Giờ của máy chưa chắc đúng, nên chưa hiện mã cho khách quét.',
};

export const en: typeof vi = {
  screenCodeTitle: 'Code for visitors to scan with their phone',
  screenCodeUnsure: 'This kiosk’s time may be wrong, so the code for visitors is not shown.',
};
