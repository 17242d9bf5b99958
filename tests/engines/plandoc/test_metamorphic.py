"""The same document in another form says the same: a selection of what benchmarks/metamorphic.py measures."""

import os
from pathlib import Path

import pytest

from benchmarks._metamorphic import ALLOWED_FALL, corpus_samples, forms, own_samples
from benchmarks.compile import load_scorer

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("GONGJIAN_SHARED") or ROOT.parent / "shared")
CORPUS = SHARED / "corpus"
OWN = Path(__file__).parent / "documents"
FORMS = [
    "numbering level 1 第一章",
    "numbering level 1 1.",
    "numbering level 1 1.1",
    "numbering level 1 ●",
    "numbering level 1 一是",
    "numbering level 2 一、",
    "numbering level 2 （1）",
    "numbering level 2 第一条",
    "numbering level 3 ①",
    "numbering all 章 一、 （一） 1.",
    "numbering all 1. （1） ①",
    "full width",
    "half width",
    "Chinese numerals",
    "Arabic numerals",
    "wrapped at 28",
    "wrapped at 28, indented",
    "boilerplate web",
    "boilerplate samples",
    "names",
    "figures",
    "sections reversed",
    "through Word",
    "three joined, marked",
    "three joined, step 1",
]
scored = pytest.mark.skipif(not (CORPUS / "score.py").is_file(), reason="the annotated corpus is not here")


@scored
@pytest.mark.parametrize("form", FORMS)
def test_the_corpus_is_read_as_well_in_another_form(form):
    [reached] = forms(load_scorer(CORPUS), corpus_samples(CORPUS), [form])

    assert reached.fall <= ALLOWED_FALL


@scored
@pytest.mark.parametrize("form", FORMS)
def test_our_own_documents_say_the_same_in_another_form(form):
    [reached] = forms(load_scorer(CORPUS), own_samples(OWN), [form])

    assert reached.fall <= ALLOWED_FALL
