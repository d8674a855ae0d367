"""What mail servers and people send back, as they really write it."""

import uuid

ADDRESS = "one@example.org"
BOUNCES = "bounces@council.example"


def original(row: uuid.UUID, boundary: str, kind: str = "text/rfc822-headers") -> str:
    """The part that carries the headers of our letter."""
    return (
        f"--{boundary}\r\nContent-Type: {kind}\r\n\r\n"
        "From: Council <views@council.example>\r\n"
        f"To: {ADDRESS}\r\nMessage-ID: <{row.hex}@council.example>\r\nSubject: Your views\r\n\r\n"
    )


def delivery_status(
    row: uuid.UUID,
    status: str = "5.1.1",
    action: str = "failed",
    diagnostic: str = "smtp; 550 5.1.1 <one@example.org>: no such user",
    recipient: str = ADDRESS,
    to: str = BOUNCES,
) -> bytes:
    """A report as RFC 3464 has it, the way Postfix writes it."""
    text = (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\n"
        f"To: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        "Message-ID: <20250616.ABC@mx.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\r\n\r\n'
        "--b1\r\nContent-Type: text/plain\r\n\r\nI am sorry to have to inform you.\r\n\r\n"
        "--b1\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\nX-Postfix-Queue-ID: 4F2A1\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\n"
    )
    text += f"Status: {status}\r\n" if status else ""
    text += f"Diagnostic-Code: {diagnostic}\r\n\r\n" if diagnostic else "\r\n"
    return f"{text}{original(row, 'b1')}--b1--\r\n".encode()


def complaint(row: uuid.UUID, kind: str = "abuse") -> bytes:
    """A report as RFC 5965 has it."""
    return (
        f"From: feedback@provider.example\r\nTo: {BOUNCES}\r\nSubject: FW: Your views\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b2"\r\n\r\n'
        "--b2\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n\r\n"
        "--b2\r\nContent-Type: message/feedback-report\r\n\r\n"
        f"Feedback-Type: {kind}\r\nUser-Agent: Provider/1.0\r\nVersion: 1\r\n\r\n"
        f"{original(row, 'b2', 'message/rfc822')}Hello\r\n--b2--\r\n"
    ).encode()


def answer(row: uuid.UUID, **headers: str) -> bytes:
    """A mail that answers ours, with these headers (`_` stands for a hyphen)."""
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (
        f"From: {ADDRESS}\r\nTo: {BOUNCES}\r\nIn-Reply-To: <{row.hex}@council.example>\r\n{named}\r\n"
        "I am away until Monday.\r\n"
    ).encode()
