/** The parts of nodemailer that are used. The package is large: import this file dynamically, when there is mail to send. */

export { default as MailComposer } from 'nodemailer/lib/mail-composer';
export { default as SMTPConnection } from 'nodemailer/lib/smtp-connection';
