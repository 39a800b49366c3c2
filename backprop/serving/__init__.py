"""The site written, served and built again."""
