"""Files in a shared folder, as many hotlines exchange them by SFTP or a network drive."""
