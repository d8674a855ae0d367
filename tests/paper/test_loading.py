"""Web processes never load the makers of documents: they are large, and only one process makes any."""

import subprocess
import sys


def test_the_platform_starts_without_the_makers_of_documents() -> None:
    program = (
        "import sys, engagement, engagement.paper.printed, engagement.paper.word_file\n"
        "print(sorted({'typst', 'docx'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
