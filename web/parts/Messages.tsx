import { useSignal } from '@preact/signals';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Later } from '../ui/Later.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Progress.tsx';
import { Qr } from '../ui/Qr.tsx';
import { Part, State } from './Part.tsx';

const KINDS = ['info', 'success', 'warn', 'error'] as const;

export function Messages({ vi }: { vi: boolean }) {
  const words = {
    waiting: vi ? 'Đang tải…' : 'Loading…',
    failed: vi ? 'Chưa tải được vì không có mạng.' : 'Could not be loaded: no network.',
    again: vi ? 'Thử lại' : 'Try again',
  };
  return (
    <>
      <Part name="Notice">
        {KINDS.map((kind) => (
          <State key={kind} name={kind}>
            <Notice kind={kind} title={vi ? 'Chưa liên lạc được với máy chủ' : 'The server cannot be reached'}>
              <p>{vi ? 'Cứ quét bình thường. Xin kiểm tra Wi-Fi của máy.' : 'Go on scanning. Please check the Wi-Fi.'}</p>
            </Notice>
          </State>
        ))}
      </Part>
      <Part name="Spinner, Later">
        <State name="Spinner">
          <Spinner text={words.waiting} />
        </State>
        <State name={vi ? 'Later: đang tải' : 'Later: on its way'}>
          <Later load={() => new Promise<never>(() => undefined)} props={{}} words={words} />
        </State>
        <State name={vi ? 'Later: không tải được' : 'Later: failed'}>
          <Later load={() => Promise.reject(new Error('offline'))} props={{}} words={words} />
        </State>
      </Part>
      <Part name="Qr">
        <State name={vi ? 'mã qua cổng' : 'a pass'}>
          <div class="part-qr">
            <Qr text={'0123456789'.repeat(20)} label={vi ? 'Mã QR mẫu' : 'A sample QR code'} />
          </div>
        </State>
        <State name={vi ? 'không vẽ được' : 'cannot be drawn'}>
          <Qr text={'0'.repeat(9000)} label={vi ? 'Mã QR mẫu' : 'A sample QR code'} fallback="9240 939 068" />
        </State>
      </Part>
      <Dialogs vi={vi} />
    </>
  );
}

function Dialogs({ vi }: { vi: boolean }) {
  const open = useSignal(false);
  const close = (): void => {
    open.value = false;
  };
  return (
    <Part name="Dialog">
      <State name={vi ? 'mở bằng nút' : 'opened by a button'}>
        <Button
          onClick={() => {
            open.value = true;
          }}
        >
          {vi ? 'Mở hộp thoại' : 'Open the dialog'}
        </Button>
        {open.value && (
          <Dialog title={vi ? 'Thu hồi Máy tính bảng cổng chính?' : 'Withdraw Tablet at the main gate?'} onClose={close}>
            <div class="stack">
              <p>{vi ? 'Máy này sẽ không gửi về được nữa và phải ghép lại.' : 'It can send nothing more and has to be paired again.'}</p>
              <div class="part-row">
                <Button kind="danger" onClick={close}>
                  {vi ? 'Thu hồi máy' : 'Withdraw'}
                </Button>
                <Button onClick={close}>{vi ? 'Thôi' : 'Cancel'}</Button>
              </div>
            </div>
          </Dialog>
        )}
      </State>
    </Part>
  );
}
