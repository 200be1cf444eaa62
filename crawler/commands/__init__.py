"""What ``scrapy`` can do in this project: a file's name is its command's."""
