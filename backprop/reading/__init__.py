"""Files of the content, read and checked: examples, the site, the glossary; and a first example written."""
