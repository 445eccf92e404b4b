"""The signature of an OFD (GB/T 33190 section 18): digests of its files by SM3, and the place of the signed value."""

import base64
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import hashes

from engines.typesetting.ofd_pages import element, written

SM3: Final = "1.2.156.10197.1.401"
SM2_WITH_SM3: Final = "1.2.156.10197.1.501"
FOLDER: Final = "Doc_0/Signs"


@dataclass(frozen=True)
class OfdSigner:
    """Who signs: ``sign`` gets the bytes of Signature.xml and returns the signed value (GB/T 38540)."""

    provider: str
    sign: Callable[[bytes], bytes]
    method: str = SM2_WITH_SM3


def signature_files(files: Mapping[str, bytes], moment: dt.datetime, signer: OfdSigner | None) -> dict[str, bytes]:
    """Return the list of signatures, the signature with a digest of each of ``files``, and its value."""
    listed = element(None, "Signatures")
    element(listed, "MaxSignId", "s001")
    element(listed, "Signature", ID="s001", Type="Sign", BaseLoc=f"/{FOLDER}/Sign_0/Signature.xml")
    root = element(None, "Signature")
    info = element(root, "SignedInfo")
    element(info, "Provider", ProviderName=signer.provider if signer else "Zhangban")
    element(info, "SignatureMethod", signer.method if signer else SM2_WITH_SM3)
    element(info, "SignatureDateTime", f"{moment:%Y-%m-%d %H:%M:%S}")
    references = element(info, "References", CheckMethod=SM3)
    for name, content in files.items():
        reference = element(references, "Reference", FileRef=f"/{name}")
        element(reference, "CheckValue", base64.b64encode(_digest(content)).decode())
    made = {f"{FOLDER}/Signatures.xml": written(listed)}
    if signer is None:
        return made | {f"{FOLDER}/Sign_0/Signature.xml": written(root)}
    element(root, "SignedValue", f"/{FOLDER}/Sign_0/SignedValue.dat")
    said = written(root)
    return made | {
        f"{FOLDER}/Sign_0/Signature.xml": said,
        f"{FOLDER}/Sign_0/SignedValue.dat": signer.sign(said),
    }


def _digest(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()
