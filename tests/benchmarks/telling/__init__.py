"""An invented benchmark of telling changes from noise: documents, labelled steps between versions of them."""
