"""How a chain of stages is executed. Engines know no stage; `jobs` writes its chain against their few verbs."""
