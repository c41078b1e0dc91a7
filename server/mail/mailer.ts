/** Sends plain text over SMTP (nodemailer). What is written holds no person's name: mail is not a sealed place. */
import type { Transporter } from 'nodemailer';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

export interface Mailer {
  /** Resolves when the mail server has taken it. @throws Error of the transport */
  send(mail: Mail): Promise<void>;
}

const SECONDS = 1000;

/** Certificates are checked; a mail server that does not answer in time is a failed try. */
export function openMailer({ url, from }: { url: string; from: string }): Mailer {
  // Loaded for the first mail: most starts send none.
  let transport: Promise<Transporter> | undefined;
  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer');
    return createTransport(
      {
        url,
        connectionTimeout: 10 * SECONDS,
        greetingTimeout: 10 * SECONDS,
        socketTimeout: 30 * SECONDS,
        disableFileAccess: true,
        disableUrlAccess: true,
      },
      { from: { name: 'QuaCổng', address: from } },
    );
  };
  return {
    async send(mail) {
      transport ??= open();
      await (await transport).sendMail(mail);
    },
  };
}
