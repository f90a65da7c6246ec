"""Pages: screens that are no questions. Each is a function of the stage and an argument; `registry.py` names them."""
