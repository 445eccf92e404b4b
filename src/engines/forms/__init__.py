"""Forms as data: JSON Schema 2020-12 with a small ``x-ui`` block, checked with every finding at once."""

from engines.forms.checking import FormInvalid, check_form, compile_form, form_findings
from engines.forms.masking import masked_form

__all__ = ["FormInvalid", "check_form", "compile_form", "form_findings", "masked_form"]
