"""Mask personal data for the eye, and check the numbers that identify persons and bodies."""

from gongjian.engines.masking.addresses import AddressMask, mask_address
from gongjian.engines.masking.id_number import (
    IdFacts,
    check_id_number,
    id_check_digit,
    id_facts,
    normalise_id_number,
)
from gongjian.engines.masking.names import NameMask, mask_name, mask_persons_in
from gongjian.engines.masking.numbers import mask_bank_card, mask_id_number, mask_numbers_in, mask_phone
from gongjian.engines.masking.uscc import check_uscc, normalise_uscc, uscc_check_character

__all__ = [
    "AddressMask",
    "IdFacts",
    "NameMask",
    "check_id_number",
    "check_uscc",
    "id_check_digit",
    "id_facts",
    "mask_address",
    "mask_bank_card",
    "mask_id_number",
    "mask_name",
    "mask_numbers_in",
    "mask_persons_in",
    "mask_phone",
    "normalise_id_number",
    "normalise_uscc",
    "uscc_check_character",
]
