"""The record in a browser: pages made on the server, each with a JSON twin. Nothing is asked of any other host."""
